import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { attributesOf, checksumHeaders } from './attributes.ts';
import { permit, quoted, readText, timestamp, unquoted, versionHeader, xml, type Call, type Reply } from './call.ts';
import type { ObjectVersion, OpenUpload, Part, Upload } from './catalog.ts';
import { checksumHeader, composite, digester, type Checksum, type ChecksumAlgorithm } from './checksums.ts';
import { checkWrite } from './conditions.ts';
import { announce } from './created.ts';
import { algorithmNamed, type Headers, type Intake } from './intake.ts';
import { lockFor } from './lock.ts';
import { newVersionId, receiveBody } from './objects.ts';
import { notImplemented, S3Refusal } from './refusal.ts';
import { parseXml } from './xml.ts';

/** Bytes: every part but the last must have at least these. */
const smallestPart = 5 * 1024 * 1024;

export function openUpload({ query, plan, key, store }: Call): OpenUpload {
  const found = store.catalog.uploads.get(query.get('uploadId') ?? '');
  if (found?.upload.bucket === plan.name && found.upload.key === key) return found;
  throw new S3Refusal('NoSuchUpload', 'The upload does not exist: its id is wrong, or it was completed or aborted.');
}

/** Cryptographic digests of parts do not add up to that of the whole. */
function isWhole(headers: Headers, algorithm: ChecksumAlgorithm | undefined): true | undefined {
  if (headers['x-amz-checksum-type'] !== 'FULL_OBJECT') return undefined;
  if (algorithm === 'CRC32' || algorithm === 'CRC32C') return true;
  throw new S3Refusal(
    'InvalidRequest',
    `The FULL_OBJECT checksum type cannot be used with the ${algorithm?.toLowerCase() ?? 'missing'} checksum algorithm.`,
  );
}

export function partNumber({ query }: Call): number {
  const number = Number(query.get('partNumber'));
  if (Number.isInteger(number) && number >= 1 && number <= 10_000) return number;
  throw new S3Refusal('InvalidArgument', 'Part number must be an integer between 1 and 10000, inclusive');
}

export async function createUpload(call: Call): Promise<Reply> {
  const { plan, key, headers } = call;
  if (headers['x-amz-tagging'] !== undefined) permit(call, 's3:PutObjectTagging', plan.name, key);
  if (headers['x-amz-object-lock-mode'] !== undefined) throw notImplemented('Object Lock on a multipart upload');
  const [id, at] = [randomBytes(48).toString('base64url'), timestamp(call.options.now())];
  const algorithm = algorithmNamed(headers['x-amz-checksum-algorithm']);
  const whole = isWhole(headers, algorithm);
  const upload: Upload = { id, bucket: plan.name, key, at, algorithm, whole, ...attributesOf(headers) };
  await call.store.commit({ op: 'upload', upload });
  const sum = algorithm && {
    'x-amz-checksum-algorithm': algorithm,
    'x-amz-checksum-type': whole ? 'FULL_OBJECT' : 'COMPOSITE',
  };
  const result = { Bucket: plan.name, Key: key, UploadId: id };
  return xml('InitiateMultipartUploadResult', result, { ...upload.encryption, ...sum });
}

/** A part whose bytes came: kept, unless its upload ended meanwhile or `refuse` throws. */
export async function keepPart(
  call: Call,
  { upload, segment, intake }: { upload: Upload; segment: Part['segment']; intake: Intake },
  refuse: () => void = () => undefined,
): Promise<Part> {
  const part: Part = {
    number: partNumber(call),
    at: timestamp(call.options.now()),
    etag: intake.md5,
    segment,
    checksum: intake.checksum,
  };
  try {
    openUpload(call);
    refuse();
  } catch (error) {
    await call.store.blobs.remove(segment.id);
    throw error;
  }
  await call.store.commit({ op: 'part', upload: upload.id, part });
  return part;
}

export async function uploadPart(call: Call): Promise<Reply> {
  partNumber(call);
  const { upload } = openUpload(call);
  const { segment, intake } = await receiveBody(call, upload.algorithm);
  const part = await keepPart(call, { upload, segment, intake }, () => {
    // An upload begun without a checksum takes parts with any: the SDK sends one by default.
    if (upload.algorithm && intake.algorithm !== upload.algorithm)
      throw new S3Refusal(
        'InvalidRequest',
        `Checksum Type mismatch occurred, expected checksum Type: ${upload.algorithm}, actual checksum Type: ${intake.algorithm ?? 'null'}`,
      );
  });
  return { status: 200, headers: { etag: quoted(part.etag), ...upload.encryption, ...checksumHeaders(part) } };
}

const listed = z.object({ PartNumber: z.coerce.number().int(), ETag: z.string() }).catchall(z.unknown());
type Listed = z.infer<typeof listed>;
const request = z.object({ CompleteMultipartUpload: z.object({ Part: z.array(listed).min(1) }) });

function chosenPart({ upload, parts }: OpenUpload, wanted: Listed): Part {
  const part = parts.get(wanted.PartNumber);
  const sum = wanted[`Checksum${part?.checksum?.algorithm ?? ''}`];
  if (part && upload.algorithm && !upload.whole && sum === undefined)
    throw new S3Refusal(
      'InvalidRequest',
      `The upload was created using a ${upload.algorithm.toLowerCase()} checksum. The complete request must include the checksum for each part. It was missing for part ${wanted.PartNumber} in the request.`,
    );
  if (part?.etag === unquoted(wanted.ETag) && (sum === undefined || sum === part.checksum?.value)) return part;
  throw new S3Refusal('InvalidPart', 'A part was not uploaded, or its ETag or checksum is not that of the part.', {
    fields: { UploadId: upload.id, PartNumber: wanted.PartNumber, ETag: wanted.ETag },
  });
}

function chosenParts(open: OpenUpload, wanted: Listed[], smallest = smallestPart): Part[] {
  if (wanted.some(({ PartNumber }, at) => at > 0 && PartNumber <= (wanted[at - 1]?.PartNumber ?? 0)))
    throw new S3Refusal('InvalidPartOrder', 'The list of parts was not in ascending order.');
  const parts = wanted.map((one) => chosenPart(open, one));
  const small = parts.slice(0, -1).find(({ segment }) => segment.size < smallest);
  if (!small) return parts;
  throw new S3Refusal('EntityTooSmall', 'Your proposed upload is smaller than the minimum allowed size', {
    fields: { ProposedSize: small.segment.size, MinSizeAllowed: smallest, PartNumber: small.number },
  });
}

async function ofAllBytes({ store }: Call, algorithm: ChecksumAlgorithm, parts: Part[]): Promise<Checksum> {
  const whole = digester(algorithm);
  for (const { segment } of parts)
    for await (const bytes of store.blobs.read(segment.id, 0, segment.size)) whole.update(bytes);
  return { algorithm, value: whole.digest().toString('base64') };
}

async function wholeChecksum(call: Call, { algorithm, whole }: Upload, parts: Part[]): Promise<Checksum | undefined> {
  if (!algorithm) return undefined;
  const ofParts = parts.map(({ checksum }) => checksum?.value ?? '');
  const sum = whole ? await ofAllBytes(call, algorithm, parts) : composite(algorithm, ofParts);
  const declared = call.headers[checksumHeader(algorithm)];
  if (declared !== undefined && declared !== sum.value && declared !== sum.value.replace(/-\d+$/, ''))
    throw new S3Refusal('BadDigest', `The ${algorithm} you specified did not match the calculated checksum.`);
  return sum;
}

async function assemble(call: Call, { upload }: OpenUpload, parts: Part[]): Promise<ObjectVersion> {
  const md5 = digester('MD5');
  for (const { etag } of parts) md5.update(Buffer.from(etag, 'hex'));
  const segments = parts.map(({ segment }) => segment);
  const size = segments.reduce((sum, segment) => sum + segment.size, 0);
  const declared = call.headers['x-amz-mp-object-size'];
  if (declared !== undefined && Number(declared) !== size)
    throw new S3Refusal('InvalidRequest', 'The x-amz-mp-object-size you specified is not the size of the parts.');
  const checksum = await wholeChecksum(call, upload, parts);
  const { headers, encryption, tags } = upload;
  const etag = `${md5.digest().toString('hex')}-${parts.length}`;
  const made = { id: newVersionId(call), at: timestamp(call.options.now()), size, etag, segments };
  return { ...made, headers, encryption, tags, checksum, ...lockFor(call) };
}

export async function completeUpload(call: Call): Promise<Reply> {
  const { plan, key } = call;
  openUpload(call);
  // Checksums in these headers are the object's, not this document's.
  const own = Object.fromEntries(Object.entries(call.headers).filter(([name]) => !/^x-amz-checksum-/.test(name)));
  const body = request.safeParse(parseXml(await readText(call, own)));
  if (!body.success)
    throw new S3Refusal('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  const open = openUpload(call);
  const version = await assemble(
    call,
    open,
    chosenParts(open, body.data.CompleteMultipartUpload.Part, call.options.smallestPart),
  );
  checkWrite(call);
  // Another one may have completed or aborted it meanwhile.
  openUpload(call);
  await call.store.commit({ op: 'put', bucket: plan.name, key, version, upload: open.upload.id });
  announce(call, key, version, 'CompleteMultipartUpload');
  const headers = { ...version.encryption, ...versionHeader(plan, version) };
  const location = `http://${call.options.endpointHost}/${plan.name}/${encodeURIComponent(key)}`;
  const sum = version.checksum && { [`Checksum${version.checksum.algorithm}`]: version.checksum.value };
  const result = { Location: location, Bucket: plan.name, Key: key, ETag: quoted(version.etag), ...sum };
  return xml('CompleteMultipartUploadResult', result, headers);
}

export async function abortUpload(call: Call): Promise<Reply> {
  await call.store.commit({ op: 'abort', upload: openUpload(call).upload.id });
  return { status: 204 };
}
