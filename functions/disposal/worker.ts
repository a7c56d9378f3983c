import { createHash } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { now } from '#functions/lib/aws/clock.ts';
import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { eraseObjects } from '#functions/lib/aws/object-versions.ts';
import type { Bucket } from '#functions/lib/aws/objects.ts';
import type { Held } from '#functions/lib/jobs/held.ts';
import type { Turn, Work } from '#functions/lib/jobs/work.ts';
import { isTombstone, type Provenance, type StoredDisposal, type Table } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import type { DisposalRow, KeptRow, RequestTraces } from '#shared/model/disposal.ts';
import { mayDo } from '#shared/derive/access.ts';
import { disposalCsv } from '#shared/permit/disposal-list.ts';
import { recordNamed, records } from '#shared/records/index.ts';
import { civilDate } from '#shared/time/civil.ts';
import { DueSearch, rowKey } from './find-due.ts';
import { eraseTracesOf, noTraces, plus, tracesOf } from './request-traces.ts';

/** How many records go between two checkpoints. */
const CHUNK = 10;
/** The last entry of a record is written within seconds of it. */
const ENTRY_TRIES = 30;
/** How often a row is looked at anew when something changes under the worker. */
const LOOKS = 3;

interface Checkpoint {
  readonly phase: 'dispose' | 'erase';
  /** Rows before this one are done with. */
  readonly row: number;
  /** What went with the requests among them and with the one in hand, which is counted already. */
  readonly requests?: RequestTraces | undefined;
  readonly counted?: string | undefined;
}

type Holding = Held<'disposal'>;

const nameOf = (row: DisposalRow) => {
  const record = recordNamed(row.type);
  if (record === undefined) throw new Error('A list names a record type that does not exist.');
  return record;
};

const rowsToGo = ({ job }: Holding): readonly DisposalRow[] => {
  const excluded = new Set(job.decision?.excluded.map(({ id }) => id));
  return job.rows.filter(({ id }) => !excluded.has(id));
};

const provenance = ({ actor, job }: Holding): Provenance => ({
  principal: actor,
  at: now(),
  requestId: job.id,
  source: 'system',
  reason: `Disposal ${job.id}, approved under the retention rules`,
});

/** What may go today, by the rules and the holds of today: the list was made some time ago. */
const stillDue = async (held: Holding) => {
  const [tenant, policy] = [await held.store.tenant(), await held.store.retention.policy()];
  const zone = tenant?.timeZone ?? 'UTC';
  const kept = new Set(held.job.decision?.excluded.map(({ id }) => id));
  const rows = await new DueSearch(held.store, { policy, zone, today: civilDate(now(), zone), kept }).run();
  return { policyVersion: policy.version, rows: new Map(rows.map((row) => [rowKey(row), row])) };
};

type StillDue = Awaited<ReturnType<typeof stillDue>>;

const CHANGED = 'Changed after the list was made.';
const NO_LONGER = 'On legal hold, needed by a record that stays, or no longer due.';

type Outcome = 'gone' | 'moved' | { readonly kept: string };

const disposeOf = async (held: Holding, row: DisposalRow, due: StillDue): Promise<Outcome> => {
  const record = nameOf(row);
  const item = await held.store.standing(record, row.id);
  if (item === undefined) return { kept: 'It is not there.' };
  // An earlier worker came this far.
  if (isTombstone(item)) return 'gone';
  if (!due.rows.has(rowKey(row))) return { kept: NO_LONGER };
  if (item['version'] !== row.version) return { kept: CHANGED };
  held.assertMine();
  const gone = await held.store.disposal.tombstone(record, item, provenance(held), due.policyVersion);
  return gone ? 'gone' : 'moved';
};

/** A hold, or a change of the record, that came between looking and writing: look again at everything. */
const settle = async (held: Holding, row: DisposalRow, due: StillDue): Promise<[Outcome, StillDue]> => {
  let known = due;
  for (let tries = 0; tries < LOOKS; tries += 1) {
    const outcome = await disposeOf(held, row, known);
    if (outcome !== 'moved') return [outcome, known];
    known = await stillDue(held);
  }
  return [{ kept: CHANGED }, known];
};

/** Tombstones in the place of records, as far as the time goes. */
const disposeAll = async ({ held, mustHandOver }: Turn<'disposal'>, from: number): Promise<'over' | 'more'> => {
  const rows = rowsToGo(held);
  let due = await stillDue(held);
  let kept: readonly KeptRow[] = held.job.kept ?? [];
  for (let at = from; at < rows.length; at += CHUNK) {
    const some = rows.slice(at, at + CHUNK);
    for (const row of some) {
      const [outcome, known] = await settle(held, row, due);
      due = known;
      if (typeof outcome === 'object')
        kept = [...kept.filter(({ id }) => id !== row.id), { id: row.id, reason: outcome.kept }];
    }
    const checkpoint: Checkpoint = { phase: 'dispose', row: at + some.length };
    await held.checkpoint({ kept, checkpoint, progress: { done: at + some.length, total: rows.length } });
    if (mustHandOver()) return 'more';
  }
  return 'over';
};

const rowsGone = (held: Holding): DisposalRow[] => {
  const kept = new Set(held.job.kept?.map(({ id }) => id));
  return rowsToGo(held).filter(({ id }) => !kept.has(id));
};

/** Where files of people and released copies lie. */
export interface Shelves {
  readonly attachments: Bucket;
  readonly releases: Bucket;
}

const checkpointOf = ({ job }: Holding): Checkpoint =>
  (job.checkpoint as Checkpoint | undefined) ?? { phase: 'dispose', row: 0 };

/** Counted under a checkpoint of its own: after a crash nothing is counted twice, and nothing is missing. */
const eraseRequest = async (held: Holding, releases: Bucket, { id }: DisposalRow, row: number): Promise<void> => {
  const { requests = noTraces, counted } = checkpointOf(held);
  if (counted !== id) {
    const all = plus(requests, await tracesOf(held, id));
    await held.checkpoint({ checkpoint: { phase: 'erase', row, requests: all, counted: id } satisfies Checkpoint });
  }
  await eraseTracesOf(held, releases, id);
};

/** What a tombstone leaves elsewhere: personal values beside the history, and the bytes of a file. */
const eraseTraces = async (held: Holding, shelves: Shelves, row: DisposalRow, at: number): Promise<void> => {
  const { store, actor } = held;
  const { tenantId } = actor;
  const { attachments, releases } = shelves;
  if (row.type === 'attachment')
    await eraseObjects(attachments.of(tenantId), attachments.name, fileKey(tenantId, row.id));
  if (row.type === records.publicRecordsRequest.name) await eraseRequest(held, releases, row, at);
  for (let tries = 0; tries < ENTRY_TRIES; tries += 1) {
    if (await store.disposal.erasePersonal(nameOf(row), row.id, row.version + 1)) return;
    await pause(1000);
  }
  throw new Error('The last entry of a record that was disposed of has not come yet.');
};

const eraseAll = async (
  { held, mustHandOver }: Turn<'disposal'>,
  shelves: Shelves,
  from: number,
): Promise<'over' | 'more'> => {
  const rows = rowsGone(held);
  for (let at = from; at < rows.length; at += CHUNK) {
    const some = rows.slice(at, at + CHUNK);
    for (const [n, row] of some.entries()) {
      await eraseTraces(held, shelves, row, at + n);
      await held.beat();
    }
    const { requests } = checkpointOf(held);
    await held.checkpoint({ checkpoint: { phase: 'erase', row: at + some.length, requests } satisfies Checkpoint });
    if (mustHandOver()) return 'more';
  }
  return 'over';
};

/** Imports noted what was there before them. */
const forgetNotes = async ({ store, ...held }: Pick<Holding, 'store' | 'beat'>, gone: ReadonlySet<string>) => {
  let cursor: string | undefined;
  do {
    const page = await store.jobs.list('import', 50, cursor);
    for (const { id } of page.items) {
      await store.disposal.forgetBefores(id, gone);
      await held.beat();
    }
    cursor = page.next;
  } while (cursor !== undefined);
};

const certify = async (held: Holding): Promise<void> => {
  const [rows, at] = [rowsGone(held), now()];
  await forgetNotes({ store: held.store, beat: () => held.beat() }, new Set(rows.map(({ id }) => id)));
  const sha256 = createHash('sha256').update(disposalCsv(rows)).digest('hex');
  const { requests } = checkpointOf(held);
  const certificate = { at, count: rows.length, sha256, ...(requests && { requests }) };
  await held.finish({ state: 'done', certificate } satisfies Partial<StoredDisposal>);
  const by = { principal: held.actor, now: at, viewer: {} };
  await held.store.access.put(
    eventOf(by, 'disposalDone', undefined, `${rows.length} records, certificate ${held.job.id}`),
  );
};

const run = async (turn: Turn<'disposal'>, shelves: Shelves): Promise<'over' | 'more'> => {
  const { phase, row } = checkpointOf(turn.held);
  if (phase === 'dispose' && (await disposeAll(turn, row)) === 'more') return 'more';
  if ((await eraseAll(turn, shelves, phase === 'erase' ? row : 0)) === 'more') return 'more';
  await certify(turn.held);
  return 'over';
};

/** Acts with the rights of the person who approved, and with those of today. */
export const disposalWork = (table: Table, shelves: Shelves, functionName: string): Work<'disposal'> => ({
  kind: 'disposal',
  table,
  functionName,
  may: (role) => mayDo(role, 'decideDisposals'),
  run: (turn) => run(turn, shelves),
});
