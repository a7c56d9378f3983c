import { readSegments } from './blobs.ts';
import { quoted, versionHeader, xml, type Call, type Reply } from './call.ts';
import { checkCopySource, type Span } from './conditions.ts';
import { sourceOf } from './copy.ts';
import { Intake } from './intake.ts';
import { keepPart, openUpload, partNumber } from './multipart.ts';
import { S3Refusal } from './refusal.ts';

/** Unlike the range of a read, one that the object does not have in full is refused. */
function spanOf(header: string | undefined, size: number): Span {
  if (header === undefined) return { start: 0, end: size };
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(header) ?? [];
  if (first === undefined || last === undefined)
    throw new S3Refusal(
      'InvalidArgument',
      'The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy',
    );
  const [start, end] = [Number(first), Number(last) + 1];
  if (start < end && end <= size) return { start, end };
  throw new S3Refusal('InvalidArgument', `Range specified is not valid for source object of size: ${size}`);
}

/** A part of an upload that is taken out of an object, inside S3. */
export async function copyPart(call: Call): Promise<Reply> {
  partNumber(call);
  const { upload } = openUpload(call);
  const source = sourceOf(call);
  checkCopySource(call, source.version);
  const { start, end } = spanOf(call.headers['x-amz-copy-source-range'], source.version.size);
  const intake = new Intake({ headers: {}, payload: { kind: 'unsigned' }, compute: upload.algorithm });
  const bytes = readSegments(call.store.blobs, source.version.segments, start, end);
  const segment = await call.store.blobs.write(intake.bytes(bytes));
  const part = await keepPart(call, { upload, segment, intake });
  const from = versionHeader(source.plan, source.version)['x-amz-version-id'];
  const headers = { ...upload.encryption, 'x-amz-copy-source-version-id': from };
  const sum = part.checksum && { [`Checksum${part.checksum.algorithm}`]: part.checksum.value };
  return xml('CopyPartResult', { LastModified: part.at, ETag: quoted(part.etag), ...sum }, headers);
}
