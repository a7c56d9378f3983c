import { z } from 'zod';
import { permit, readText, timestamp, xml, type Call, type Reply } from './call.ts';
import type { ObjectVersion } from './catalog.ts';
import { refuseLocked } from './lock.ts';
import { newVersionId } from './objects.ts';
import { S3Refusal } from './refusal.ts';
import { parseXml, type XmlNode } from './xml.ts';

interface Deleted {
  marker?: string;
  version?: string;
}

async function leaveMarker(call: Call, key: string): Promise<Deleted> {
  const id = newVersionId(call);
  const nothing = { headers: {}, encryption: {}, tags: {}, size: 0, etag: '', segments: [] };
  const version: ObjectVersion = { id, at: timestamp(call.options.now()), deleted: true, ...nothing };
  await call.store.commit({ op: 'put', bucket: call.plan.name, key, version });
  return { marker: id };
}

/** Without a version id a versioned bucket forgets nothing: it puts a marker on top. Deleting what is not there succeeds. */
async function deleteOne(call: Call, key: string, versionId: string | undefined): Promise<Deleted> {
  const { plan, store } = call;
  permit(call, versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion', plan.name, key);
  if (versionId === undefined && plan.versioned) return leaveMarker(call, key);
  const version = versionId ?? 'null';
  const found = store.catalog
    .bucket(plan.name)
    .versions(key)
    .find(({ id }) => id === version);
  if (found) refuseLocked(call, key, found);
  if (found) await store.commit({ op: 'remove', bucket: plan.name, key, version });
  if (versionId === undefined) return {};
  return { version, ...(found?.deleted ? { marker: version } : {}) };
}

export async function deleteObject(call: Call): Promise<Reply> {
  const { marker, version } = await deleteOne(call, call.key, call.query.get('versionId'));
  const id = version ?? marker;
  return {
    status: 204,
    headers: {
      ...(id === undefined ? {} : { 'x-amz-version-id': id }),
      ...(marker === undefined ? {} : { 'x-amz-delete-marker': 'true' }),
    },
  };
}

const entry = z.object({ Key: z.string().min(1), VersionId: z.string().optional() });
const request = z.object({
  Delete: z.object({ Object: z.array(entry).min(1).max(1000), Quiet: z.string().optional() }),
});

async function deleteListed(
  call: Call,
  { Key, VersionId }: z.infer<typeof entry>,
): Promise<['Deleted' | 'Error', XmlNode]> {
  try {
    const { marker, version } = await deleteOne(call, Key, VersionId);
    const markerFields = marker === undefined ? {} : { DeleteMarker: true, DeleteMarkerVersionId: marker };
    return ['Deleted', { Key, VersionId: version, ...markerFields }];
  } catch (error) {
    if (!(error instanceof S3Refusal)) throw error;
    return ['Error', { Key, VersionId, Code: error.code, Message: error.message }];
  }
}

export async function deleteObjects(call: Call): Promise<Reply> {
  const checked = Object.keys(call.headers).some(
    (name) => name === 'content-md5' || name.startsWith('x-amz-checksum-'),
  );
  if (!checked) throw new S3Refusal('InvalidRequest', 'Missing required header for this request: Content-MD5');
  const body = request.safeParse(parseXml(await readText(call)));
  if (!body.success)
    throw new S3Refusal('MalformedXML', 'The XML you provided was not well-formed or did not validate.');
  const { Object: objects, Quiet } = body.data.Delete;
  const results = await Promise.all(objects.map((one) => deleteListed(call, one)));
  const of = (kind: 'Deleted' | 'Error'): XmlNode[] => results.filter(([k]) => k === kind).map(([, node]) => node);
  return xml('DeleteResult', { Deleted: Quiet === 'true' ? [] : of('Deleted'), Error: of('Error') });
}
