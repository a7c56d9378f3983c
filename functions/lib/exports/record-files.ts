import { isUploadGone } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import type { Item } from '#functions/lib/store/index.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { RecordFile, type FileState } from './record-file.ts';
import type { Shaping } from './shaping.ts';
import { sheetsOf, type Outgoing, type Sheet } from './sheet.ts';
import { keptEntries, pagesOf, wholeHistory, wholePages } from './walk.ts';

/** Records whose history is read at one time. */
const AT_ONCE = 16;

/** The files of one record type, in the checkpoint. */
export type TypeState = Readonly<Record<string, FileState>>;

export interface TypeExport {
  readonly turn: Turn<'export'>;
  readonly record: AnyRecordType;
  readonly placeOf: (name: string) => ObjectPlace;
  readonly shaping: Shaping;
  /** How many records there are so far, after each page. */
  readonly note: (rows: number) => void;
  /** Writes the states of the files at the end of a part. */
  readonly checkpoint: (state: TypeState) => Promise<void>;
}

const open = ({ placeOf }: TypeExport, sheets: readonly Sheet[], state: TypeState): Promise<RecordFile[]> =>
  Promise.all(
    sheets.map((sheet) => {
      const before = state[sheet.key];
      return before === undefined
        ? RecordFile.begin(sheet, placeOf(sheet.name))
        : RecordFile.resume(sheet, placeOf(sheet.name), before);
    }),
  );

const stateOf = (files: readonly RecordFile[]): TypeState =>
  Object.fromEntries(files.map((file) => [file.sheet.key, file.state]));

/** The place from which no file lacks a row: the last id that all of them hold. */
const earliest = (files: readonly RecordFile[]): string | undefined => {
  const places = files.map(({ state }) => state.after);
  return places.includes(undefined) ? undefined : places.toSorted()[0];
};

const recordsIn = (files: readonly RecordFile[]): number =>
  Math.max(0, ...files.filter(({ sheet }) => !sheet.key.endsWith('-history')).map(({ rows }) => rows));

interface Walked {
  readonly stored: Stored;
  readonly item: Item | undefined;
}

/** In small groups where histories come along: those of a whole page could be large. */
const groups = (items: readonly Walked[], size: number): (readonly Walked[])[] =>
  items.length <= size
    ? [items]
    : Array.from({ length: Math.ceil(items.length / size) }, (_, n) => items.slice(n * size, (n + 1) * size));

/** An entry of a change that was made since would stand for a version that the archive does not have. */
const upTo = (version: number, entries: readonly Item[]) =>
  entries.filter((entry) => Number(entry['version']) <= version);

const outgoing = (task: TypeExport, items: readonly Walked[]): Promise<Outgoing[]> | Outgoing[] => {
  const { record, shaping, turn } = task;
  const { history, archive } = turn.held.job.order;
  const wanted = items.filter(({ stored }) => shaping.wanted(record, stored));
  if (archive)
    return Promise.all(
      wanted.map(async ({ stored, item }) => ({
        stored,
        history: [],
        kept: {
          item: item ?? {},
          entries: upTo(stored.version, await keptEntries(turn.held.store, record, stored.id)),
        },
      })),
    );
  if (!history) return wanted.map(({ stored }) => ({ stored: shaping.record(record, stored), history: [] }));
  return Promise.all(
    wanted.map(async ({ stored }) => ({
      stored: shaping.record(record, stored),
      history: (await wholeHistory(turn.held.store, record, stored.id)).map((entry) => shaping.entry(record, entry)),
    })),
  );
};

/** All files come out of one pass, so that they agree record by record. `undefined`: out of time, go on from the checkpoint. */
const writeRows = async (task: TypeExport, files: readonly RecordFile[]): Promise<RecordFile[] | undefined> => {
  const { turn, record } = task;
  const { held } = turn;
  const { history, archive } = held.job.order;
  const withEntries = history === true || archive === true;
  const after = earliest(files);
  const pages = archive ? wholePages(held.store, record, after) : pagesOf(held.store, record, task.shaping.only, after);
  for await (const page of pages) {
    const parts = groups(
      page.items.map((stored, n) => ({ stored, item: page.kept?.[n] })),
      withEntries ? AT_ONCE : Infinity,
    );
    for (const [n, items] of parts.entries()) {
      for (const one of await outgoing(task, items)) for (const file of files) file.add(one);
      const last = n === parts.length - 1 ? page.last : (items.at(-1)?.stored.id ?? page.last);
      held.assertMine();
      const sent = await Promise.all(files.map((file) => file.pageEnds(last)));
      task.note(recordsIn(files));
      if (sent.includes(true)) await task.checkpoint(stateOf(files));
      else await held.beat();
      if (turn.mustHandOver()) return undefined;
    }
  }
  held.assertMine();
  await Promise.all(files.map((file) => file.close()));
  task.note(recordsIn(files));
  await task.checkpoint(stateOf(files));
  return [...files];
};

/** Writes the files of one record type, from wherever an earlier worker came to. `undefined` when time ran out. */
export const writeType = async (task: TypeExport, state: TypeState): Promise<RecordFile[] | undefined> => {
  const { order, createdAt } = task.turn.held.job;
  try {
    const files = await open(task, sheetsOf(task.record, order, createdAt), state);
    // Noted before the first part: whoever clears away must know what was begun.
    if (Object.keys(state).length === 0) await task.checkpoint(stateOf(files));
    const closed = files.length > 0 && files.every((file) => file.state.closed);
    const written = closed ? files : await writeRows(task, files);
    if (written === undefined) return undefined;
    await Promise.all(written.map((file) => file.join()));
    return written;
  } catch (error) {
    // S3 drops uploads that stay unfinished for a day. Then the type begins again.
    if (!isUploadGone(error) || Object.keys(state).length === 0) throw error;
    return writeType(task, {});
  }
};
