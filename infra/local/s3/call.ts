import type { IncomingMessage } from 'node:http';
import type { PayloadRule } from '../aws/sigv4.ts';
import type { ObjectVersion } from './catalog.ts';
import { Intake, type Headers } from './intake.ts';
import type { AccessQuestion, BucketPlan, S3Options } from './plan.ts';
import { accessDenied, S3Refusal } from './refusal.ts';
import type { Store } from './store.ts';
import { document, type XmlNode } from './xml.ts';

export interface Caller {
  accessKeyId: string;
  sessionToken?: string;
  region: string;
  payload: PayloadRule;
}

/** One request, verified and taken apart. */
export interface Call {
  req: IncomingMessage;
  requestId: string;
  plan: BucketPlan;
  key: string;
  query: ReadonlyMap<string, string>;
  /** Lower case; the `x-amz-*` parameters of a presigned URL count as headers, as with S3. */
  headers: Headers;
  caller: Caller;
  store: Store;
  options: S3Options;
}

export interface Reply {
  status: number;
  headers?: Record<string, string | number | undefined>;
  body?: string | AsyncIterable<Buffer>;
}

export const xml = (root: string, content: XmlNode, headers: Reply['headers'] = {}): Reply => ({
  status: 200,
  headers: { 'content-type': 'application/xml', ...headers },
  body: document(root, content),
});

const questionOf = (call: Call, action: `s3:${string}`, bucket: string, key?: string): AccessQuestion => {
  const { accessKeyId, sessionToken } = call.caller;
  const prefix = key === undefined ? call.query.get('prefix') : undefined;
  return {
    accessKeyId,
    action,
    bucket,
    ...(sessionToken !== undefined && { sessionToken }),
    ...(key !== undefined && { key }),
    ...(prefix !== undefined && { prefix }),
  };
};

/** `quietly` asks for S3 itself: the answer is then no refusal of the call. */
export function permit(call: Call, action: `s3:${string}`, bucket: string, key?: string, quietly = false): void {
  const question = questionOf(call, action, bucket, key);
  const refusal = call.options.authorize?.(quietly ? { ...question, quietly } : question);
  if (refusal !== undefined) throw accessDenied(refusal);
}

/** Nobody is refused anything by this: S3 itself wants to know how much it may say. */
const mayList = (call: Call, bucket: string): boolean =>
  call.options.authorize?.({ ...questionOf(call, 's3:ListBucket', bucket), quietly: true }) === undefined;

/** To the second, as S3 keeps time. */
export const timestamp = (now: Date): string => now.toISOString().replace(/\.\d+Z$/, '.000Z');

export const quoted = (etag: string): string => `"${etag}"`;
export const unquoted = (etag: string): string => etag.trim().replace(/^W\//, '').replace(/^"|"$/g, '');

/** The `x-amz-version-id` of an answer, which a bucket without versions does not give. */
export const versionHeader = (plan: BucketPlan, { id }: Pick<ObjectVersion, 'id'>): Record<string, string> =>
  plan.versioned ? { 'x-amz-version-id': id } : {};

/** The version a request names, or the latest. What is not there looks forbidden to whoever may not list the bucket. */
export function findVersion(call: Call, plan: BucketPlan, key: string, id: string | undefined): ObjectVersion {
  const versions = call.store.catalog.bucket(plan.name).versions(key);
  const found = id === undefined ? versions[0] : versions.find((version) => version.id === id);
  if (found && !found.deleted) return found;
  const marker = found && { 'x-amz-delete-marker': 'true', ...versionHeader(plan, found) };
  const headers = marker ?? {};
  if (found && id !== undefined)
    throw new S3Refusal('MethodNotAllowed', 'The specified method is not allowed against this resource.', { headers });
  if (!mayList(call, plan.name)) throw accessDenied();
  if (id === undefined)
    throw new S3Refusal('NoSuchKey', 'The specified key does not exist.', { headers, fields: { Key: key } });
  throw new S3Refusal('NoSuchVersion', 'The specified version does not exist.', {
    fields: { Key: key, VersionId: id },
  });
}

/** Node ends the connection when a body is left unread inside a loop; the sender should read our answer instead. */
export const bodyOf = (req: IncomingMessage): AsyncIterable<Buffer> =>
  req.iterator({ destroyOnReturn: false }) as AsyncIterableIterator<Buffer>;

/** Bytes: the most S3 takes as an XML body (CompleteMultipartUpload with 10,000 parts fits). */
const longestDocument = 2 * 1024 * 1024;

/** The verified text of a small body. `headers` are those whose promises concern this body. */
export async function readText(call: Call, headers: Headers = call.headers): Promise<string> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of new Intake({ headers, payload: call.caller.payload }).bytes(bodyOf(call.req))) {
    size += piece.length;
    if (size > longestDocument) throw new S3Refusal('MaxMessageLengthExceeded', 'Your request was too big.');
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString('utf8');
}
