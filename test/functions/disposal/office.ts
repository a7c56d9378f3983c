import { createHash } from 'node:crypto';
import { DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { v7 } from 'uuid';
import { ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import { aProfile, aRule } from '#test/support/redaction.ts';
import { fernwick, seedTarget, type TestStack } from '#test/support/stack.ts';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { start, upload } from '#test/functions/imports/office.ts';
import { make } from '#test/support/make.ts';
import type { Visitor } from '#test/support/visitor.ts';

export const CONTACT = 'A contact who shall be forgotten';

/** A photo of a structure, sent and checked. Answers its id. */
export const photograph = async (stack: TestStack, by: Visitor, onType: string, onId: string): Promise<string> => {
  const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(`a photo ${v7()}`)]);
  const sha256 = createHash('sha256').update(photo).digest('hex');
  const values = { fileName: 'p.jpg', onType, onId, contentType: 'image/jpeg', bytes: photo.length, sha256 };
  const { status, body } = await by.post('/api/v1/attachments', { id: v7(), values });
  if (status !== 201) throw new Error(`The photo answered ${status}.`);
  const { url, headers } = body.upload as { url: string; headers: Record<string, string> };
  await fetch(url, { method: 'PUT', headers, body: new Uint8Array(photo) });
  await stack.idle();
  return String(body.record.id);
};

/** Three records that are over, and two that are not: a closed site with a photo, an inspection with its finding, ... */
export const aYearOfWork = async (stack: TestStack, by: Visitor) => {
  const closed = await make(by, 'site', {
    name: 'Closed yard',
    externalId: 'YARD-1',
    status: 'closed',
    contactName: CONTACT,
  });
  const photo = await photograph(stack, by, 'site', closed.id);
  const structure = await make(by, 'structure', { site: undefined, externalId: undefined });
  const inspection = await make(by, 'inspection', { structure: structure.id });
  const finding = await make(by, 'finding', { inspection: inspection.id, deficient: false, severity: 'low' });
  await stack.idle();
  return { closed: closed.id, photo, structure: structure.id, inspection: inspection.id, finding: finding.id };
};

/** A request that was answered with a copy of one site. Answers its id. */
export const releaseTo = async (stack: TestStack, by: Visitor, admin: Visitor, site: string): Promise<string> => {
  const { version: settings } = (await admin.get('/api/v1/settings')).body;
  await admin.patch('/api/v1/settings', settings, { secondReview: false });
  const { id, version } = await make(by, 'publicRecordsRequest');
  const path = `/api/v1/public-records-requests/${id}`;
  await by.post(`${path}/choose`, { records: [{ recordType: 'site', id: site }] });
  const { source: _source, ...rules } = aProfile(aRule({ kind: 'class', class: 'personal' }));
  await by.act(`${path}/redactions`, 1, rules);
  const prepared = await by.act(`${path}/copy`, version, { copy: v7() });
  await stack.idle();
  const released = await by.act(`${path}/release`, Number(prepared.body.version));
  if (released.status !== 200) throw new Error(`The release answered ${JSON.stringify(released.body)}.`);
  if ((await releasedVersions(stack, id)) !== 1) throw new Error('Nothing was released.');
  return id;
};

/** Versions of what was released for a request. */
export const releasedVersions = async (stack: TestStack, requestId: string): Promise<number> => {
  const { endpoint, region, operator: credentials } = stack;
  const s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  const Bucket = stack.plan.buckets.find(({ name }) => name.includes('releases'))?.name;
  const Prefix = `${fernwick.id}/releases/${requestId}/`;
  const { Versions = [], DeleteMarkers = [] } = await s3.send(new ListObjectVersionsCommand({ Bucket, Prefix }));
  return Versions.length + DeleteMarkers.length;
};

/** The closed site comes again in a file, with another phone number. */
export const changeByImport = async (by: Visitor): Promise<void> => {
  const content = 'Yard,Phone\r\nYARD-1,555-0199\r\n';
  const file = await upload(by, { recordType: 'site', name: 'yards.csv', content });
  const { counts } = await start(by, 'run', file, {
    fields: {
      externalId: { column: 'Yard' },
      contactPhone: { column: 'Phone' },
      name: { fallback: 'externalId' },
      kind: { fixed: 'construction' },
      status: { fixed: 'closed' },
    },
    whenIdRepeats: 'reject',
    whenIdExists: 'update',
    keepOther: false,
  });
  if (counts.updated !== 1) throw new Error(`The import did ${JSON.stringify(counts)}.`);
};

/** Everything in the table whose key begins so, as text in a stable order: nothing of an agency is anywhere else. */
export const itemsOf = async (stack: TestStack, prefix: string): Promise<string[]> => {
  const { tableName } = seedTarget(stack);
  const client = new DynamoDBClient({ endpoint: stack.endpoint, region: stack.region, credentials: stack.operator });
  const found: string[] = [];
  let from: Record<string, never> | undefined;
  do {
    const page = await client.send(new ScanCommand({ TableName: tableName, ...(from && { ExclusiveStartKey: from }) }));
    for (const item of page.Items ?? []) if (item['pk']?.S?.startsWith(prefix)) found.push(canonical(item) ?? '');
    from = page.LastEvaluatedKey as typeof from;
  } while (from !== undefined);
  client.destroy();
  return found.sort();
};

/** The nightly turn, to its end. */
export const night = async (stack: TestStack): Promise<void> => {
  stack.fire('daily');
  await stack.idle();
};

export const prove = async (by: Visitor): Promise<void> => {
  const { status } = await by.post('/api/session/prove', { password: DEMO_PASSWORD });
  if (status !== 204) throw new Error(`The password answered ${status}.`);
};
