import { now } from '#functions/lib/aws/clock.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import { fromItem, type Before, type Item, type Provenance, type TenantStore } from '#functions/lib/store/index.ts';
import { allowed } from '#shared/derive/access.ts';
import { noneUndone, type RowError, type Undone } from '#shared/model/job.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { rowId } from './row-id.ts';

/** Rows that are gone over together: as many records as one read brings. */
const BATCH = 100;
const CHECKPOINT_MS = 1000;

/** Changes of the undo carry another id than those of the import, by which a row that is gone over again knows its own. */
const undoId = (jobId: string) => `${jobId}/undo`;

type Outcome = keyof Undone | 'untouched';

interface Undoing {
  readonly store: TenantStore;
  readonly record: AnyRecordType;
  readonly jobId: string;
  readonly by: Provenance;
}

/** Whoever writes at the same moment keeps what they wrote, unless that was this very undo, by a worker that is gone. */
const orLeave = async ({ store, record, jobId }: Undoing, item: Item, write: Promise<unknown>, outcome: Outcome) => {
  try {
    await write;
    return outcome;
  } catch (error) {
    if (!(error instanceof Problem)) throw error;
    const there = await store.get(record, String(item['id']));
    return there?.['requestId'] === undoId(jobId) ? outcome : 'leftAlone';
  }
};

/** A record that the import made is archived, never erased, while it is as the import left it. */
const takeBack = async (undoing: Undoing, item: Item | undefined): Promise<Outcome> => {
  const { store, record, jobId, by } = undoing;
  if (item === undefined) return 'untouched';
  if (item['requestId'] === undoId(jobId)) return 'archived';
  const { version, values, archivedAt } = fromItem(record, item);
  if (item['requestId'] !== jobId || version !== 1 || archivedAt !== undefined) return 'leftAlone';
  return orLeave(undoing, item, store.put(record, item, { values, archivedAt: by.at }, 'archive', by), 'archived');
};

/** A record that the import changed gets back what it said before, while the import's change is its newest. */
const putBack = async (undoing: Undoing, before: Before, item: Item | undefined): Promise<Outcome> => {
  const { store, record, jobId, by } = undoing;
  if (item === undefined) return 'leftAlone';
  if (item['requestId'] === undoId(jobId)) return 'restored';
  const { version, values, archivedAt } = fromItem(record, item);
  if (item['requestId'] !== jobId || version !== before.version + 1 || archivedAt !== undefined) return 'leftAlone';
  const kept = Object.entries(values).filter(([name]) => !Object.hasOwn(before.values, name));
  const back = Object.entries(before.values).filter(([, value]) => value !== null);
  return orLeave(
    undoing,
    item,
    store.put(record, item, { values: Object.fromEntries([...kept, ...back]) }, 'change', by),
    'restored',
  );
};

const undoRows = async (undoing: Undoing, rows: readonly number[], made: (row: number) => string) => {
  const { store, record, jobId } = undoing;
  const befores = new Map(
    (await store.jobs.befores(jobId, rows[0] ?? 1, rows.at(-1) ?? 1)).map((before) => [before.row, before]),
  );
  const idOf = (row: number) => befores.get(row)?.id ?? made(row);
  const items = await store.itemsOf(record, [...new Set(rows.map(idOf))]);
  return Promise.all(
    rows.map((row) => {
      const [before, item] = [befores.get(row), items.get(idOf(row))];
      return before === undefined ? takeBack(undoing, item) : putBack(undoing, before, item);
    }),
  );
};

const leftAlone = (row: number): RowError => ({
  row,
  message: 'Left as it is: the record of this row was changed after the import.',
});

const permit = (record: AnyRecordType, role: Parameters<typeof allowed>[1]): void => {
  if (!(['update', 'archive'] as const).every((action) => allowed(record, role, action)))
    throw new Problem(
      'forbidden',
      `The role of the person who started this may not change and archive ${record.label.many.toLowerCase()}.`,
    );
};

/** Takes an import back, row by row. Later edits stand, and their rows are listed. */
export const undoImport = async (
  { held, mustHandOver }: Turn<'import'>,
  record: AnyRecordType,
  checkpointMs = CHECKPOINT_MS,
): Promise<'over' | 'more'> => {
  permit(record, held.actor.role);
  const total = held.job.total ?? 0;
  const undone = { ...(held.job.undone ?? noneUndone) };
  let row = (held.job.checkpoint as { row: number } | undefined)?.row ?? 0;
  let last = Date.parse(now());
  while (row < total) {
    held.assertMine();
    const { job, store, actor } = held;
    const rows = Array.from({ length: Math.min(BATCH, total - row) }, (_, n) => row + n + 1);
    const by: Provenance = {
      principal: actor,
      at: now(),
      requestId: undoId(job.id),
      source: 'import',
      reason: `Undo of the import of ${job.order.fileName}`,
    };
    const outcomes = await undoRows({ store, record, jobId: job.id, by }, rows, (n) => rowId(job, n));
    for (const outcome of outcomes) if (outcome !== 'untouched') undone[outcome] += 1;
    const listed = rows.filter((_row, n) => outcomes[n] === 'leftAlone').map(leftAlone);
    if (listed.length > 0) await store.jobs.putErrors(job, listed, now());
    row += rows.length;
    if (Date.parse(now()) - last < checkpointMs) continue;
    await held.checkpoint({ checkpoint: { row }, undone: { ...undone }, progress: { done: row, total } });
    last = Date.parse(now());
    if (mustHandOver()) return 'more';
  }
  await held.finish({ state: 'undone', undone, progress: { done: total, total } });
  return 'over';
};
