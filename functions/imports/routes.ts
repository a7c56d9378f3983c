import { startFunction } from '#functions/lib/aws/invoke.ts';
import { presignUpload, type Bucket } from '#functions/lib/aws/objects.ts';
import { objectFacts } from '#functions/lib/aws/stored-objects.ts';
import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { jobNamed } from '#functions/lib/jobs/ids.ts';
import { importSpecs } from '#functions/lib/jobs/specs.ts';
import {
  isActive,
  sizeOf,
  tenantStore,
  type Reading,
  type StoredImport,
  type Table,
  type TenantStore,
} from '#functions/lib/store/index.ts';
import { FileFault } from '#shared/import/fault.ts';
import { mappingMessages } from '#shared/import/mapping.ts';
import {
  MAX_MAPPING_BYTES,
  noCounts,
  noneUndone,
  type ImportFormat,
  type ImportJob,
  type ImportOrder,
  type Mapping,
} from '#shared/model/job.ts';
import { Problem } from '#shared/model/problem.ts';
import { records } from '#shared/records/index.ts';
import { readFile } from './reading.ts';
import { rememberedFor } from './remembered.ts';
import { uploadPlace } from './worker.ts';

/** The upload has to begin by then; S3 lets it finish. */
const UPLOAD_SECONDS = 15 * 60;

const contentTypes: Readonly<Record<ImportFormat, string>> = {
  csv: 'text/csv',
  geojson: 'application/geo+json',
  shapefile: 'application/zip',
};

export interface Serving {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly functionName: string;
}

export const importRoutes = (serving: Serving): Route[] => [
  route({ ...importSpecs.create, run: (asked) => create(serving, asked, asked.body) }),
  route({
    ...importSpecs.list,
    run: async ({ principal, query }) => {
      const { items, next } = await tenantStore(serving.table, principal).jobs.list(
        'import',
        query.limit,
        query.cursor,
      );
      return { status: 200, body: { items: items.map((job) => shown(job)), ...(next && { next }) } };
    },
  }),
  route({
    ...importSpecs.one,
    run: async (asked) => {
      const { store, job } = await found(serving, asked);
      return { status: 200, body: shown(job, await store.jobs.reading(job.id)) };
    },
  }),
  route({ ...importSpecs.read, run: (asked) => read(serving, asked) }),
  route({ ...importSpecs.check, run: (asked) => start(serving, asked, 'checking') }),
  route({ ...importSpecs.run, run: (asked) => start(serving, asked, 'running') }),
  route({ ...importSpecs.undo, run: (asked) => undo(serving, asked) }),
  route({
    ...importSpecs.errors,
    run: async (asked) => {
      const { store, job } = await found(serving, asked);
      return { status: 200, body: await store.jobs.errors(job, asked.query.limit, asked.query.cursor) };
    },
  }),
];

const shown = (job: StoredImport, reading?: Reading): ImportJob => ({
  id: job.id,
  kind: job.kind,
  state: job.state,
  version: job.version,
  createdAt: job.createdAt,
  createdBy: job.createdBy,
  updatedAt: job.updatedAt,
  order: job.order,
  progress: job.progress,
  counts: job.counts,
  undone: job.undone,
  total: job.total,
  message: job.message,
  mapping: job.mapping,
  restricted: job.restricted,
  reason: job.reason,
  columns: reading?.columns,
  suggested: reading?.suggested,
  remembered: reading?.remembered,
  coordinates: reading?.coordinates,
});

const found = async ({ table }: Serving, asked: Asked) => {
  const store = tenantStore(table, asked.principal);
  return { store, job: await jobNamed(store, 'import', asked) };
};

const create = async ({ table, bucket }: Serving, { principal, now }: Asked, { id, ...order }: ImportOrder) => {
  const made: StoredImport = {
    id: id.toLowerCase(),
    kind: 'import',
    state: 'waiting',
    version: 1,
    createdAt: now,
    createdBy: principal.memberId,
    updatedAt: now,
    order,
    progress: { done: 0 },
    counts: noCounts,
    attempt: 0,
    tries: 0,
  };
  const { job, replayed } = await tenantStore(table, principal).jobs.create(made);
  if (job.kind !== 'import' || job.state !== 'waiting')
    throw new Problem('conflict', 'The file of this import has arrived already.');
  const upload = await presignUpload({
    ...uploadPlace(bucket, principal.tenantId, job.id),
    contentType: contentTypes[order.format],
    bytes: order.bytes,
    sha256Hex: order.sha256,
    expiresSeconds: UPLOAD_SECONDS,
  });
  return { status: replayed ? 200 : 201, body: { job: shown(job), upload } };
};

const assertIdle = (job: StoredImport): void => {
  if (isActive(job)) throw new Problem('conflict', 'This import is being worked on. Wait until it is through.');
  if (job.undone !== undefined) throw new Problem('conflict', 'This import was undone. Start a new one.');
  if (job.state === 'done') throw new Problem('conflict', 'This import is done. Start a new one for another file.');
};

/** Two imports at once could each make a record for the same external ID. */
const assertAlone = async (store: TenantStore, { id, order }: StoredImport): Promise<void> => {
  const others = await store.jobs.active();
  if (others.some((job) => job.kind === 'import' && job.id !== id && job.order.recordType === order.recordType))
    throw new Problem(
      'conflict',
      `Another import of ${records[order.recordType].label.many.toLowerCase()} is under way. Wait until it is through.`,
    );
};

const read = async (serving: Serving, asked: Asked) => {
  const { store, job } = await found(serving, asked);
  assertIdle(job);
  const place = uploadPlace(serving.bucket, asked.principal.tenantId, job.id);
  const facts = await objectFacts(place);
  if (facts === undefined) throw new Problem('conflict', 'The file has not arrived yet. Upload it first.');
  if (facts.bytes !== job.order.bytes || (facts.sha256Hex ?? job.order.sha256) !== job.order.sha256)
    throw new Problem(
      'conflict',
      'What arrived is not the file that was announced. Start a new import and upload it again.',
    );
  try {
    const { total, ...read } = await readFile(job, place, facts);
    const reading = { ...read, remembered: await rememberedFor(store, job, read) };
    await store.jobs.putReading(job.id, reading);
    const saved = await store.jobs.save(
      job,
      { state: 'read', total, message: undefined, progress: { done: 0, total } },
      asked.now,
    );
    return { status: 200, body: shown(saved, reading) };
  } catch (error) {
    if (!(error instanceof FileFault)) throw error;
    const failed = await store.jobs.save(job, { state: 'failed', message: error.message }, asked.now);
    return { status: 200, body: shown(failed) };
  }
};

type Started = Asked<unknown, { mapping: Mapping; reason?: string | undefined }>;

const start = async (serving: Serving, asked: Started, state: 'checking' | 'running') => {
  const { mapping, reason } = asked.body;
  const { store, job } = await found(serving, asked);
  assertIdle(job);
  if (sizeOf(mapping) > MAX_MAPPING_BYTES)
    throw new Problem(
      'invalid',
      `This mapping is larger than ${MAX_MAPPING_BYTES / 1000} KB. Name fewer values one by one: those that are the same as our options, or that go where all others go, need no line of their own.`,
    );
  const reading = await store.jobs.reading(job.id);
  if (reading === undefined) throw new Problem('conflict', 'Have the file read first, so that its columns are known.');
  const columns = reading.columns.map(({ name }) => name);
  const errors = mappingMessages(records[job.order.recordType], mapping, columns, reading.coordinates);
  await assertAlone(store, job);
  if (errors.length > 0)
    throw new Problem('invalid', 'The mapping does not fit this file and record type yet.', errors);
  const begun: Partial<StoredImport> = {
    state,
    mapping,
    reason,
    restricted: undefined,
    counts: noCounts,
    progress: { done: 0, total: job.total },
    attempt: job.attempt + 1,
    tries: 0,
    message: undefined,
    checkpoint: undefined,
  };
  // It works with the rights of whoever starts it, who need not be the one who uploaded the file.
  const saved = await store.jobs.save(job, { ...begun, startedBy: asked.principal.memberId }, asked.now);
  if (state === 'running')
    await store.jobs.remember(job.order.recordType, columns, { mapping, fileName: job.order.fileName, at: asked.now });
  await startFunction(serving.functionName, { job: { tenantId: asked.principal.tenantId, id: job.id } });
  return { status: 202, body: shown(saved, reading) };
};

/** Begins an undo, or goes on with one that stopped. */
const undo = async (serving: Serving, asked: Asked) => {
  const { store, job } = await found(serving, asked);
  if (isActive(job)) throw new Problem('conflict', 'This import is being worked on. Wait until it is through.');
  if (job.state !== 'done' && (job.state !== 'failed' || job.undone === undefined))
    throw new Problem(
      'conflict',
      job.undone ? 'This import was undone already.' : 'Only an import that is done can be undone.',
    );
  await assertAlone(store, job);
  const begun: Partial<StoredImport> = {
    state: 'undoing',
    undone: noneUndone,
    progress: { done: 0, total: job.total },
    attempt: job.attempt + 1,
    tries: 0,
    message: undefined,
    checkpoint: undefined,
  };
  const saved = await store.jobs.save(job, { ...begun, startedBy: asked.principal.memberId }, asked.now);
  await startFunction(serving.functionName, { job: { tenantId: asked.principal.tenantId, id: job.id } });
  return { status: 202, body: shown(saved) };
};
