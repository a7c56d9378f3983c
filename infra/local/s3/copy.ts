import { attributesOf } from './attributes.ts';
import { readSegments } from './blobs.ts';
import { findVersion, permit, quoted, versionHeader, xml, type Call, type Reply } from './call.ts';
import type { Attributes, ObjectVersion } from './catalog.ts';
import { checkCopySource, checkWrite } from './conditions.ts';
import { algorithmNamed, Intake } from './intake.ts';
import { keep, versionFrom } from './objects.ts';
import type { BucketPlan } from './plan.ts';
import { S3Refusal } from './refusal.ts';

interface Source {
  plan: BucketPlan;
  key: string;
  version: ObjectVersion;
}

export function sourceOf(call: Call): Source {
  const [, name = '', path = '', id] =
    /^\/?([^/]+)\/([^?]+)(?:\?versionId=(.+))?$/.exec(call.headers['x-amz-copy-source'] ?? '') ?? [];
  const plan = call.options.buckets.find((bucket) => bucket.name === name);
  if (path === '') throw new S3Refusal('InvalidArgument', 'x-amz-copy-source must be <bucket>/<url-encoded key>.');
  if (!plan)
    throw new S3Refusal('NoSuchBucket', 'The specified bucket does not exist', { fields: { BucketName: name } });
  const key = decodeURIComponent(path);
  permit(call, id === undefined ? 's3:GetObject' : 's3:GetObjectVersion', name, key);
  return { plan, key, version: findVersion(call, plan, key, id) };
}

function directive(call: Call, name: string): 'COPY' | 'REPLACE' {
  const value = call.headers[name] ?? 'COPY';
  if (value === 'COPY' || value === 'REPLACE') return value;
  throw new S3Refusal('InvalidArgument', `${name} must be COPY or REPLACE.`);
}

function copiedAttributes(call: Call, { plan, key, version }: Source): Attributes {
  const given = attributesOf(call.headers);
  const replaced = directive(call, 'x-amz-metadata-directive') === 'REPLACE';
  const tags = directive(call, 'x-amz-tagging-directive') === 'REPLACE' ? given.tags : version.tags;
  const changesNothing = !replaced && tags === version.tags && !('x-amz-server-side-encryption' in call.headers);
  const restored = version !== call.store.catalog.bucket(plan.name).versions(key)[0];
  if (changesNothing && !restored && plan === call.plan && key === call.key)
    throw new S3Refusal(
      'InvalidRequest',
      'This copy request is illegal because it copies an object onto itself unchanged.',
    );
  return { headers: replaced ? given.headers : version.headers, encryption: given.encryption, tags };
}

export async function copyObject(call: Call): Promise<Reply> {
  const source = sourceOf(call);
  if (call.headers['x-amz-tagging'] !== undefined) permit(call, 's3:PutObjectTagging', call.plan.name, call.key);
  checkCopySource(call, source.version);
  checkWrite(call);
  const attributes = copiedAttributes(call, source);
  const { segments, size, checksum } = source.version;
  const compute = algorithmNamed(call.headers['x-amz-checksum-algorithm']) ?? checksum?.algorithm;
  const intake = new Intake({ headers: {}, payload: { kind: 'unsigned' }, compute });
  const segment = await call.store.blobs.write(intake.bytes(readSegments(call.store.blobs, segments, 0, size)));
  const version = versionFrom(call, attributes, { segment, intake });
  await keep(call, version, 'CopyObject');
  const from = versionHeader(source.plan, source.version)['x-amz-version-id'];
  const headers = { ...version.encryption, ...versionHeader(call.plan, version), 'x-amz-copy-source-version-id': from };
  const sum = version.checksum && { [`Checksum${version.checksum.algorithm}`]: version.checksum.value };
  const result = { LastModified: version.at, ETag: quoted(version.etag), ...sum };
  return xml('CopyObjectResult', result, headers);
}
