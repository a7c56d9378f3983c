import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3';
import { v7 } from 'uuid';
import { canonical } from '#shared/derive/canonical.ts';
import { allRecords, type RecordName } from '#shared/records/index.ts';
import { bring, settled, sha256 } from '#test/functions/imports/office.ts';
import { makeOneOfEach } from '#test/support/make.ts';
import { marlow, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

/** Stands in every text that Marlow writes, and in nothing that Fernwick sends. */
export const CANARY = 'canary-of-marlow-5b1e';

/** What somebody could have copied from Marlow's screens and answers. */
export interface Harvest {
  readonly ids: readonly string[];
  readonly cursors: readonly string[];
  readonly etags: readonly string[];
  readonly tokens: readonly string[];
}

/** Gives Marlow records, history, files, an import with errors and an export, and harvests what it is answered. */
export const keepBusy = async (stack: TestStack): Promise<Harvest> => {
  const by = await stack.as('coordinator', marlow);
  const made = await makeOneOfEach(by);
  await work(by, made);
  await stack.idle();
  const ids = new Set<string>();
  const cursors = new Set<string>();
  const etags = new Set<string>();
  for (const path of await everyPath(by, made)) {
    const { headers, body } = await by.get(path);
    const etag = headers.get('etag');
    if (etag !== null) etags.add(etag);
    for (const [key, text] of texts(body)) {
      if (/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) ids.add(text);
      if (key === 'next') cursors.add(text);
    }
  }
  const tokens = by.cookie.split('; ').map((pair) => pair.slice(pair.indexOf('=') + 1));
  return { ids: [...ids], cursors: [...cursors], etags: [...etags], tokens };
};

const work = async (by: Visitor, made: Record<RecordName, string>): Promise<void> => {
  const reason = CANARY;
  await by.patch(`/api/v1/sites/${made.site}`, 1, { values: { name: CANARY }, reason });
  await by.patch(`/api/v1/structures/${made.structure}`, 1, { values: { name: CANARY }, reason });
  await by.patch(`/api/v1/tasks/${made.task}`, 1, { values: { title: CANARY }, reason });
  await by.act(`/api/v1/outfalls/${made.outfall}/archive`, 1, { reason });
  const bytes = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(CANARY)]);
  const file = { fileName: `${CANARY}.jpg`, onType: 'site', onId: made.site, contentType: 'image/jpeg' };
  const values = { ...file, bytes: bytes.length, sha256: sha256(bytes) };
  const { status, body } = await by.post('/api/v1/attachments', { id: v7(), values });
  if (status !== 201) throw new Error(`The file was answered ${status}: ${JSON.stringify(body)}`);
  await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: new Uint8Array(bytes) });
  const rows = `name,kind,status\n${CANARY},other,active\n,${CANARY},active\n`;
  await bring(by, { recordType: 'site', name: `${CANARY}.csv`, content: rows });
  const id = v7();
  await by.post('/api/v1/exports', { id, recordTypes: ['site', 'structure'], formats: ['csv', 'json'] });
  await settled(by, `/api/v1/exports/${id}`);
};

const everyPath = async (by: Visitor, made: Record<RecordName, string>): Promise<string[]> => {
  const base = '/api/v1';
  const jobs: string[] = [];
  for (const path of ['imports', 'exports'])
    for (const { id } of (await by.get(`${base}/${path}`)).body.items) jobs.push(`${base}/${path}/${id}`);
  return [
    ...['me', 'people', 'sessions', 'imports?limit=1', 'exports?limit=1'].map((path) => `${base}/${path}`),
    ...jobs.flatMap((path) => (path.includes('imports') ? [path, `${path}/errors?limit=1`] : [path])),
    ...allRecords.flatMap(({ path, name }) => [
      `${base}/${path}?limit=1`,
      `${base}/${path}/changes?limit=1`,
      `${base}/${path}/${made[name as RecordName]}`,
      `${base}/${path}/${made[name as RecordName]}/history?limit=1`,
    ]),
  ];
};

const texts = (value: unknown, key = ''): [key: string, text: string][] =>
  typeof value === 'string'
    ? [[key, value]]
    : typeof value === 'object' && value !== null
      ? Object.entries(value).flatMap(([k, v]) => texts(v, k))
      : [];

/** Every item and every object of Marlow, as the operator sees them. */
export const everythingOfMarlow = async (stack: TestStack): Promise<string[]> => {
  const at = { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator };
  const database = new DynamoDBClient(at);
  const files = new S3Client({ ...at, forcePathStyle: true });
  const found: string[] = [];
  for await (const page of paginateScan({ client: database }, { TableName: stack.plan.tables[0]?.name }))
    for (const item of page.Items ?? [])
      if (JSON.stringify([item['pk'], item['tenantId']]).includes(marlow.id)) found.push(canonical(item) ?? '');
  for (const { name: Bucket } of stack.plan.buckets) {
    const { Contents = [] } = await files.send(new ListObjectsV2Command({ Bucket, Prefix: `${marlow.id}/` }));
    for (const { Key, ETag, Size } of Contents) found.push(JSON.stringify([Bucket, Key, ETag, Size]));
  }
  database.destroy();
  files.destroy();
  return found.sort();
};
