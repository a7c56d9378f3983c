import busboy from 'busboy';
import type { Readable } from 'node:stream';
import { attributesOf } from './attributes.ts';
import { permit, quoted, versionHeader, type Call, type Reply } from './call.ts';
import type { ObjectVersion } from './catalog.ts';
import { Intake } from './intake.ts';
import { createdHeaders, keep, versionFrom } from './objects.ts';
import { checkPolicy, verifyForm, type Fields, type SizeLimits } from './policy.ts';
import { S3Refusal } from './refusal.ts';
import { tagsFromXml } from './tagging.ts';
import { document } from './xml.ts';

/** Bytes of all fields before the file. */
const longestForm = 20_000;

interface Form {
  fields: Fields;
  fileName: string;
  file: Readable;
}

/** Resolves when the file begins: the fields S3 heeds all come before it. */
function readForm({ req }: Call, onLateError: (error: Error) => void): Promise<Form> {
  return new Promise((resolve, reject) => {
    const malformed = (): S3Refusal =>
      new S3Refusal('MalformedPOSTRequest', 'The body of your POST request is not well-formed multipart/form-data.');
    const fields = new Map<string, string>();
    let size = 0;
    const parser = busboy({ headers: req.headers, limits: { files: 1 } });
    parser.on('field', (name, value) => {
      size += name.length + value.length;
      if (size > longestForm)
        reject(new S3Refusal('MaxPostPreDataLengthExceeded', 'The form fields before the file are too long.'));
      fields.set(name.toLowerCase(), value);
    });
    parser.on('file', (_name, file, info) => {
      // A refused form leaves its file unread; that it then ends badly is no news.
      file.on('error', () => undefined);
      resolve({ fields, file, fileName: info.filename ?? '' });
    });
    parser.on('close', () =>
      reject(new S3Refusal('InvalidArgument', 'POST requires exactly one file upload per request.')),
    );
    parser.on('error', () => {
      onLateError(malformed());
      reject(malformed());
    });
    req.on('aborted', () => onLateError(malformed()));
    req.pipe(parser);
  });
}

async function* within(file: Readable, { smallest, largest }: SizeLimits): AsyncGenerator<Buffer> {
  let size = 0;
  const wrong = (code: string, word: string): S3Refusal =>
    new S3Refusal(code, `Your proposed upload is ${word} allowed size`, {
      fields: { ProposedSize: size, MinSizeAllowed: smallest, MaxSizeAllowed: largest },
    });
  for await (const piece of file.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > largest) throw wrong('EntityTooLarge', 'larger than the maximum');
    yield piece;
  }
  if (size < smallest) throw wrong('EntityTooSmall', 'smaller than the minimum');
}

function replyTo(call: Call, version: ObjectVersion, fields: Fields): Reply {
  const { plan, key, options } = call;
  const location = `http://${options.endpointHost}/${plan.name}/${encodeURIComponent(key)}`;
  const headers = { ...createdHeaders(call, version), ...versionHeader(plan, version), location };
  const redirect = fields.get('success_action_redirect');
  if (redirect !== undefined && URL.canParse(redirect)) {
    const target = new URL(redirect);
    for (const [name, value] of Object.entries({ bucket: plan.name, key, etag: quoted(version.etag) }))
      target.searchParams.set(name, value);
    return { status: 303, headers: { ...headers, location: target.href } };
  }
  const status = fields.get('success_action_status');
  if (status !== '201') return { status: status === '200' ? 200 : 204, headers };
  const result = { Location: location, Bucket: plan.name, Key: key, ETag: quoted(version.etag) };
  return {
    status: 201,
    headers: { ...headers, 'content-type': 'application/xml' },
    body: document('PostResponse', result, false),
  };
}

async function keepFile(formless: Call, { fields, file, fileName }: Form): Promise<Reply> {
  const { options, plan } = formless;
  const caller = verifyForm(fields, options);
  const limits = checkPolicy(fields, plan.name, options.now());
  const key = (fields.get('key') ?? '').replaceAll('${filename}', fileName);
  if (key === '') throw new S3Refusal('InvalidArgument', "Bucket POST must contain a field named 'key'.");
  const call: Call = { ...formless, caller, key, headers: Object.fromEntries(fields) };
  permit(call, 's3:PutObject', plan.name, key);
  const tagging = fields.get('tagging');
  if (tagging !== undefined) permit(call, 's3:PutObjectTagging', plan.name, key);
  const attributes = {
    ...attributesOf(call.headers),
    ...(tagging === undefined ? {} : { tags: tagsFromXml(tagging) }),
  };
  const intake = new Intake({ headers: call.headers, payload: caller.payload });
  const segment = await call.store.blobs.write(intake.bytes(within(file, limits)));
  const version = versionFrom(call, attributes, { segment, intake });
  await keep(call, version, 'POST Object');
  return replyTo(call, version, fields);
}

/** A browser's form upload: the policy signed for it, not the request, says who may store what. */
export async function postObject(call: Call): Promise<Reply> {
  const { req } = call;
  let file: Readable | undefined;
  try {
    const form = await readForm(call, (error) => file?.destroy(error));
    file = form.file;
    return await keepFile(call, form);
  } finally {
    req.unpipe();
    req.resume();
  }
}
