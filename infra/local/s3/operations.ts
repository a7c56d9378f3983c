import { permit, xml, type Call, type Reply } from './call.ts';
import { copyObject } from './copy.ts';
import { deleteObject, deleteObjects } from './delete.ts';
import { listObjects } from './listing.ts';
import { abortUpload, completeUpload, createUpload, uploadPart } from './multipart.ts';
import { getObject, headObject, putObject } from './objects.ts';
import { copyPart } from './part-copy.ts';
import { notImplemented } from './refusal.ts';
import { deleteTagging, getTagging, putTagging } from './tagging.ts';
import { listParts, listUploads } from './upload-listing.ts';
import { listVersions } from './version-listing.ts';

type Action = `s3:${string}`;

export interface Operation {
  /** What the caller needs leave for; absent when the operation asks per object. */
  action?: Action;
  /** Asked instead when the request names a version. */
  versionAction?: Action;
  run: (call: Call) => Reply | Promise<Reply>;
}

/** Parameters that select something this subset does not have. */
const foreign =
  'accelerate acl analytics attributes cors encryption intelligent-tiering inventory legal-hold lifecycle logging metrics notification object-lock ownershipControls partNumber policy policyStatus publicAccessBlock renameObject replication requestPayment restore retention select session torrent website'.split(
    ' ',
  );

const versioning = ({ plan }: Call): Reply =>
  xml('VersioningConfiguration', plan.versioned ? { Status: 'Enabled' } : {});

const onBucket: [method: string, parameter: string | undefined, Operation][] = [
  ['HEAD', undefined, { action: 's3:ListBucket', run: () => ({ status: 200 }) }],
  ['GET', 'list-type', { action: 's3:ListBucket', run: listObjects }],
  ['GET', 'versions', { action: 's3:ListBucketVersions', run: listVersions }],
  ['GET', 'uploads', { action: 's3:ListBucketMultipartUploads', run: listUploads }],
  ['GET', 'versioning', { action: 's3:GetBucketVersioning', run: versioning }],
  ['POST', 'delete', { run: deleteObjects }],
];

const isCopy = ({ headers }: Call): boolean => headers['x-amz-copy-source'] !== undefined;

const onObject: typeof onBucket = [
  ['PUT', 'uploadId', { action: 's3:PutObject', run: (call) => (isCopy(call) ? copyPart : uploadPart)(call) }],
  ['PUT', 'tagging', { action: 's3:PutObjectTagging', versionAction: 's3:PutObjectVersionTagging', run: putTagging }],
  ['PUT', undefined, { action: 's3:PutObject', run: (call) => (isCopy(call) ? copyObject : putObject)(call) }],
  ['GET', 'tagging', { action: 's3:GetObjectTagging', versionAction: 's3:GetObjectVersionTagging', run: getTagging }],
  ['GET', 'uploadId', { action: 's3:ListMultipartUploadParts', run: listParts }],
  ['GET', undefined, { action: 's3:GetObject', versionAction: 's3:GetObjectVersion', run: getObject }],
  ['HEAD', undefined, { action: 's3:GetObject', versionAction: 's3:GetObjectVersion', run: headObject }],
  ['POST', 'uploads', { action: 's3:PutObject', run: createUpload }],
  ['POST', 'uploadId', { action: 's3:PutObject', run: completeUpload }],
  ['DELETE', 'uploadId', { action: 's3:AbortMultipartUpload', run: abortUpload }],
  [
    'DELETE',
    'tagging',
    { action: 's3:DeleteObjectTagging', versionAction: 's3:DeleteObjectVersionTagging', run: deleteTagging },
  ],
  ['DELETE', undefined, { run: deleteObject }],
];

function find({ req, key, query }: Call): Operation {
  const method = req.method ?? '';
  const strange = foreign.find((name) => query.has(name) && !(name === 'partNumber' && query.has('uploadId')));
  if (strange !== undefined) throw notImplemented(`?${strange}`);
  const table = key === '' ? onBucket : onObject;
  const found = table.find(([verb, name]) => verb === method && (name === undefined || query.has(name)));
  if (!found) throw notImplemented(`${method} on ${key === '' ? 'a bucket' : 'an object'} with these parameters`);
  return found[2];
}

export async function run(call: Call): Promise<Reply> {
  const { action, versionAction, run: operate } = find(call);
  const asked = call.query.has('versionId') ? (versionAction ?? action) : action;
  if (asked) permit(call, asked, call.plan.name, call.key === '' ? undefined : call.key);
  return operate(call);
}
