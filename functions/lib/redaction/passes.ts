import { filesGoing } from '#functions/lib/exports/bundle-steps.ts';
import type { Shaping } from '#functions/lib/exports/shaping.ts';
import { pagesOf, wholeHistory } from '#functions/lib/exports/walk.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import type { HistoryEntry } from '#shared/derive/export-history.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';
import { Problem } from '#shared/model/problem.ts';

/** A record as the person behind the job may see it, before anything is removed, with its history if that goes along. */
export interface Going {
  readonly record: AnyRecordType;
  readonly stored: Stored;
  readonly history: readonly HistoryEntry[];
  /** The photo or document itself goes along. */
  readonly isFile?: true;
}

/** Time that is needed to write down what a pass has found. */
const SPARE_MS = 60_000;

/** A pass goes over everything in one invocation: it keeps no place to go on from. */
const assertTime = ({ mustHandOver }: Turn<'export'>): void => {
  if (mustHandOver(SPARE_MS))
    throw new Problem('invalid', 'These are too many records for one redacted copy. Choose fewer, by type or period.');
};

/** Everything that is to go out, record by record and then the files, whose names go out even where their records do not. */
export async function* goingOut(
  turn: Turn<'export'>,
  types: readonly AnyRecordType[],
  shaping: Shaping,
): AsyncGenerator<Going> {
  const { store, job } = turn.held;
  for (const record of types)
    for await (const { items } of pagesOf(store, record, job.order.only)) {
      assertTime(turn);
      for (const stored of items.filter((one) => shaping.wanted(record, one))) {
        const entries = job.order.history ? await wholeHistory(store, record, stored.id) : [];
        yield {
          record,
          stored: shaping.record(record, stored),
          history: entries.map((entry) => shaping.entry(record, entry)),
        };
      }
      await turn.held.beat();
    }
  if (!job.order.files) return;
  for await (const { file, record, parent } of filesGoing({ turn, shaping })) {
    assertTime(turn);
    // Folders are named after the record, which need not be among those that were asked for.
    yield { record, stored: shaping.record(record, parent), history: [] };
    yield { record: records.attachment, stored: shaping.record(records.attachment, file), history: [], isFile: true };
    await turn.held.beat();
  }
}
