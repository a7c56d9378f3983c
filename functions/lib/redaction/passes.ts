import { afterId, fileGroups } from '#functions/lib/exports/bundle-steps.ts';
import type { Shaping } from '#functions/lib/exports/shaping.ts';
import { pagesOf, wholeHistory } from '#functions/lib/exports/walk.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import type { HistoryEntry } from '#shared/derive/export-history.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';

/** A record as the person behind the job may see it, before anything is removed, with its history if that goes along. */
export interface Going {
  readonly record: AnyRecordType;
  readonly stored: Stored;
  readonly history: readonly HistoryEntry[];
  /** The photo or document itself goes along; or its record, after which its folder is named. */
  readonly as?: 'file' | 'folder';
}

export interface Pass {
  readonly turn: Turn<'export'>;
  readonly types: readonly AnyRecordType[];
  /** As the person behind the job may see the records, before anything is removed. */
  readonly shaping: Shaping;
}

/** How far a pass is. */
export interface PassAt {
  /** Which of the record types is in hand; the files come after the last of them. */
  readonly step: number;
  /** The last id of it that was gone over. */
  readonly after?: string | undefined;
}

interface Group {
  readonly at: PassAt;
  readonly going: readonly Going[];
}

/** Records whose histories are read at one time, and held. */
const AT_ONCE = 16;

const inGroups = <T>(all: readonly T[], size: number): (readonly T[])[] =>
  all.length <= size
    ? [all]
    : Array.from({ length: Math.ceil(all.length / size) }, (_, n) => all.slice(n * size, (n + 1) * size));

async function* recordGroups({ turn, types, shaping }: Pass, step: number, after?: string): AsyncGenerator<Group> {
  const { store, job } = turn.held;
  const record = types[step];
  if (record === undefined) return;
  const { history } = job.order;
  const going = async (stored: Stored): Promise<Going> => ({
    record,
    stored: shaping.record(record, stored),
    history: history ? (await wholeHistory(store, record, stored.id)).map((entry) => shaping.entry(record, entry)) : [],
  });
  for await (const { items, last } of pagesOf(store, record, shaping.only, after)) {
    const wanted = items.filter((one) => shaping.wanted(record, one));
    const groups = inGroups(wanted, history ? AT_ONCE : Infinity);
    for (const [n, group] of groups.entries()) {
      const upTo = n === groups.length - 1 ? last : group.at(-1)?.id;
      yield { at: { step, after: upTo }, going: await Promise.all(group.map(going)) };
    }
  }
}

/** Names of files and folders go out even where the records do not. */
async function* fileGroupsGoing({ turn, types, shaping }: Pass, after?: string): AsyncGenerator<Group> {
  if (!turn.held.job.order.files) return;
  for await (const { files, last } of fileGroups({ turn, shaping }, afterId(after)))
    yield {
      at: { step: types.length, after: last },
      going: files.flatMap(({ file, record, parent }): Going[] => [
        { record, stored: shaping.record(record, parent), history: [], as: 'folder' },
        { record: records.attachment, stored: shaping.record(records.attachment, file), history: [], as: 'file' },
      ]),
    };
}

/** Everything that is to go out, type by type and then the files, a few at a time. */
async function* groupsGoing(pass: Pass, from: PassAt): AsyncGenerator<Group> {
  const place = (step: number) => (step === from.step ? from.after : undefined);
  const steps = pass.types.length;
  for (let step = from.step; step < steps; step += 1) yield* recordGroups(pass, step, place(step));
  yield* fileGroupsGoing(pass, place(steps));
}

/** A record went out as one of its type before its files came. */
export const wentOut = ({ types, shaping }: Pass, { record, stored }: Going): boolean =>
  types.includes(record) &&
  (shaping.only === undefined || shaping.only.has(record.name, stored.id)) &&
  shaping.wanted(record, stored);

/** Records between two checkpoints: a worker that dies loses the work on these. */
const SAVE_EVERY = 5000;

export interface PassWork {
  readonly work: (going: readonly Going[]) => Promise<void> | void;
  /** What waits to be saved would soon be too much for memory. */
  readonly isFull: () => boolean;
  readonly save: (at: PassAt) => Promise<void>;
}

/** Goes over everything from where an earlier worker came to. `more`: out of time, and all so far is saved. */
export const goOver = async (
  pass: Pass,
  from: PassAt | undefined,
  { work, isFull, save }: PassWork,
): Promise<'over' | 'more'> => {
  const { held, mustHandOver } = pass.turn;
  let since = 0;
  for await (const { at, going } of groupsGoing(pass, from ?? { step: 0 })) {
    await work(going);
    since += Math.max(1, going.length);
    const late = mustHandOver();
    if (!late && since < SAVE_EVERY && !isFull()) {
      await held.beat();
      continue;
    }
    held.assertMine();
    await save(at);
    since = 0;
    if (late) return 'more';
  }
  return 'over';
};
