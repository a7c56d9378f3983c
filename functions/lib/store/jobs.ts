import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import type {
  DisposalDecision,
  DisposalJob,
  DisposalOrder,
  DisposalProof,
  DisposalRow,
  KeptRow,
} from '#shared/model/disposal.ts';
import type {
  Counts,
  ExportedFile,
  KeptOrder,
  ImportOrder,
  ExportState,
  ImportState,
  Mapping,
  Progress,
  RememberedMapping,
  Undone,
} from '#shared/model/job.ts';
import { Problem } from '#shared/model/problem.ts';
import type { Table } from './client.ts';
import { listBefores, putBefore, type Before } from './import-befores.ts';
import { rememberedMappings, rememberMapping } from './import-mappings.ts';
import { getReading, listErrors, putErrors, putReading, type Reading } from './import-notes.ts';
import { makeCursor, readCursor } from './cursor.ts';
import { mustFit } from './item-size.ts';
import type { Page } from './read.ts';

interface Common {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly createdBy: string;
  /** The member who started the work, and with whose rights of this moment it is done. */
  readonly startedBy?: string | undefined;
  readonly updatedAt: string;
  readonly progress: Progress;
  readonly message?: string | undefined;
  /** Whose turn it is. Over by the clock means that the worker died and another one may go on. */
  readonly lease?: { readonly owner: string; readonly until: string } | undefined;
  /** How often the job was taken up since it last got further. */
  readonly tries: number;
  /** Where to go on: everything before it is done and counted. */
  readonly checkpoint?: unknown;
}

export interface StoredImport extends Common {
  readonly kind: 'import';
  readonly state: ImportState;
  readonly order: Omit<ImportOrder, 'id'>;
  readonly counts: Counts;
  /** Present once an undo was begun. */
  readonly undone?: Undone | undefined;
  readonly total?: number | undefined;
  readonly mapping?: Mapping | undefined;
  /** Rows left out because they seem to hold a number that should not be kept, and why such rows are taken all the same. */
  readonly restricted?: number | undefined;
  readonly reason?: string | undefined;
  /** Checks and runs so far; each has its own row errors. */
  readonly attempt: number;
}

/** With what a zip says of it. */
export interface StoredFile extends ExportedFile {
  readonly crc32: number;
}

export interface StoredExport extends Common {
  readonly kind: 'export';
  readonly state: ExportState;
  readonly order: KeptOrder;
  readonly files?: readonly StoredFile[] | undefined;
  readonly personal?: boolean | undefined;
}

/** A list of records that are due, proposed to a person; once approved, the work of disposing of them. */
export interface StoredDisposal extends Omit<Common, 'state'> {
  readonly kind: 'disposal';
  readonly state: DisposalJob['state'];
  readonly order: DisposalOrder;
  readonly rows: readonly DisposalRow[];
  readonly decision?: DisposalDecision | undefined;
  /** Rows that stayed after all, with the reason. */
  readonly kept?: readonly KeptRow[] | undefined;
  readonly certificate?: DisposalProof | undefined;
}

export type StoredJob = StoredImport | StoredExport | StoredDisposal;
/** What the list of those at work tells of a job. */
export type ActiveJob = {
  [K in StoredJob['kind']]: Pick<JobOf<K>, 'id' | 'kind' | 'state' | 'order' | 'updatedAt' | 'lease'>;
}[StoredJob['kind']];
export type JobOf<K extends StoredJob['kind']> = Extract<StoredJob, { kind: K }>;

const atWork: readonly StoredJob['state'][] = ['running', 'checking', 'undoing', 'cancelling'];

/** A job that some worker should be on. An import waits for people between its parts; an export never does. */
export const isActive = ({ kind, state }: Pick<StoredJob, 'kind' | 'state'>): boolean =>
  atWork.includes(state) || (kind === 'export' && state === 'waiting');

const partition = (tenantId: string) => `${tenantId}#job`;
const activePartition = (tenantId: string) => `${tenantId}#job#active`;

const toItem = (tenantId: string, job: StoredJob) => ({
  ...job,
  pk: partition(tenantId),
  sk: job.id,
  entity: 'job',
  tenantId,
  ...(isActive(job) ? { list1Pk: activePartition(tenantId), list1Sk: job.updatedAt } : {}),
});

const fromItem = (item: Record<string, unknown>): StoredJob => {
  const { pk: _pk, sk: _sk, entity: _entity, tenantId: _tenant, list1Pk: _list, list1Sk: _order, ...job } = item;
  return job as unknown as StoredJob;
};

const isRefused = (error: unknown) => error instanceof Error && error.name === 'ConditionalCheckFailedException';
const sameOrder = (a: StoredJob, b: StoredJob) =>
  a.kind === b.kind && JSON.stringify(sorted(a.order)) === JSON.stringify(sorted(b.order));
const sorted = (order: object) => Object.entries(order).sort(([a], [b]) => (a < b ? -1 : 1));

const getJob = async (table: Table, tenantId: string, id: string): Promise<StoredJob | undefined> => {
  const key = { pk: partition(tenantId), sk: id };
  const { Item } = await table.document.send(new GetCommand({ TableName: table.name, Key: key, ConsistentRead: true }));
  return Item && fromItem(Item);
};

/** Makes a job once. The same order under the same id again finds it; another order under that id is a conflict. */
const createJob = async (
  table: Table,
  tenantId: string,
  job: StoredJob,
): Promise<{ job: StoredJob; replayed: boolean }> => {
  try {
    const Item = toItem(tenantId, job);
    await table.document.send(
      new PutCommand({ TableName: table.name, Item, ConditionExpression: 'attribute_not_exists(pk)' }),
    );
    return { job, replayed: false };
  } catch (error) {
    if (!isRefused(error)) throw error;
    const there = await getJob(table, tenantId, job.id);
    if (there === undefined || !sameOrder(there, job))
      throw new Problem('conflict', 'There is already another job with this id.');
    return { job: there, replayed: true };
  }
};

/** Writes the next version of a job, if `before` is still the newest. Throws `stale` otherwise. */
const saveJob = async <J extends StoredJob>(
  table: Table,
  tenantId: string,
  before: J,
  changes: Partial<J>,
  at: string,
): Promise<J> => {
  const next: J = { ...before, ...changes, version: before.version + 1, updatedAt: at };
  mustFit(next, 'This is more than one job can hold. Do it in parts, by type or period.');
  try {
    await table.document.send(
      new PutCommand({
        TableName: table.name,
        Item: toItem(tenantId, next),
        ConditionExpression: '#version = :version',
        ExpressionAttributeNames: { '#version': 'version' },
        ExpressionAttributeValues: { ':version': before.version },
      }),
    );
    return next;
  } catch (error) {
    if (!isRefused(error)) throw error;
    throw new Problem('stale', 'The job has moved on in the meantime. Look at it again.');
  }
};

const listJobs = async <K extends StoredJob['kind']>(
  table: Table,
  tenantId: string,
  kind: K,
  limit: number,
  cursor?: string,
): Promise<Page<JobOf<K>>> => {
  const pk = partition(tenantId);
  const query = [tenantId, 'jobs', kind];
  const answer = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      KeyConditionExpression: 'pk = :pk',
      FilterExpression: 'kind = :kind',
      ExpressionAttributeValues: { ':pk': pk, ':kind': kind },
      ScanIndexForward: false,
      Limit: limit,
      ...(cursor === undefined ? {} : { ExclusiveStartKey: { pk, sk: readCursor(query, cursor)[0] } }),
    }),
  );
  const last = answer.LastEvaluatedKey;
  return {
    items: (answer.Items ?? []).map((item) => fromItem(item) as JobOf<K>),
    ...(last && { next: makeCursor(query, [String(last['sk'])]) }),
  };
};

/** An agency has at most a handful of jobs under way, so one page is all. */
const activeJobs = async (table: Table, tenantId: string): Promise<ActiveJob[]> => {
  const { Items } = await table.document.send(
    new QueryCommand({
      TableName: table.name,
      IndexName: 'list1',
      KeyConditionExpression: 'list1Pk = :pk',
      ExpressionAttributeValues: { ':pk': activePartition(tenantId) },
    }),
  );
  return (Items ?? []).map(fromItem);
};

/** The jobs of one agency. */
export const jobStore = (table: Table, tenantId: string) => ({
  get: (id: string) => getJob(table, tenantId, id),
  create: (job: StoredJob) => createJob(table, tenantId, job),
  save: <J extends StoredJob>(before: J, changes: Partial<J>, at: string) =>
    saveJob(table, tenantId, before, changes, at),
  list: <K extends StoredJob['kind']>(kind: K, limit: number, cursor?: string) =>
    listJobs(table, tenantId, kind, limit, cursor),
  active: () => activeJobs(table, tenantId),
  putErrors: (job: StoredImport, errors: Parameters<typeof putErrors>[3], at: string) =>
    putErrors(table, tenantId, job, errors, at),
  errors: (job: StoredImport, limit: number, cursor?: string) => listErrors(table, tenantId, job, limit, cursor),
  putBefore: (id: string, before: Before) => putBefore(table, tenantId, id, before),
  befores: (id: string, from: number, to: number) => listBefores(table, tenantId, id, from, to),
  putReading: (id: string, reading: Reading) => putReading(table, tenantId, id, reading),
  reading: (id: string) => getReading(table, tenantId, id),
  remember: (recordType: string, columns: readonly string[], remembered: RememberedMapping) =>
    rememberMapping(table, tenantId, recordType, columns, remembered),
  remembered: (recordType: string, columns: readonly string[]) =>
    rememberedMappings(table, tenantId, recordType, columns),
});
