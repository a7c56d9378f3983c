import { isUploadGone } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import { fromItem, type TenantStore } from '#functions/lib/store/index.ts';
import { seenBy } from '#shared/derive/access.ts';
import { withoutPersonal } from '#shared/derive/redact.ts';
import type { ExportFormat } from '#shared/model/job.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { formatsOf } from './formats.ts';
import { RecordFile, type FileState } from './record-file.ts';

const PAGE = 1000;

/** The files of one record type, in the checkpoint. */
export type TypeState = Readonly<Partial<Record<ExportFormat, FileState>>>;

export interface TypeExport {
  readonly turn: Turn<'export'>;
  readonly record: AnyRecordType;
  readonly formats: readonly ExportFormat[];
  readonly placeOf: (name: string) => ObjectPlace;
  readonly wanted: (stored: Stored) => boolean;
  /** Writes the states of the files at the end of a part. */
  readonly checkpoint: (state: TypeState, rows: number) => Promise<void>;
}

const open = (task: TypeExport, state: TypeState): Promise<RecordFile[]> => {
  const { record, turn, placeOf } = task;
  const exportedAt = turn.held.job.createdAt;
  return Promise.all(
    formatsOf(record, task.formats).map(async (format) => {
      const place = placeOf(`${record.path}.${format}`);
      const before = state[format];
      return before === undefined
        ? RecordFile.begin(record, format, place, exportedAt)
        : RecordFile.resume(record, format, place, exportedAt, before);
    }),
  );
};

const stateOf = (files: readonly RecordFile[]): TypeState =>
  Object.fromEntries(files.map((file) => [file.format, file.state]));

/** The place from which no file lacks a row: the last id that all of them hold. */
const earliest = (files: readonly RecordFile[]): string | undefined => {
  const places = files.map(({ state }) => state.after);
  return places.includes(undefined) ? undefined : places.toSorted()[0];
};

/** Pages in the order of ids; the next one is fetched while the caller writes this one. */
async function* pages(store: TenantStore, record: AnyRecordType, from: string | undefined) {
  let page = await store.itemsAfter(record, PAGE, from);
  for (;;) {
    const after = page.items.at(-1)?.['id'];
    const next = page.more && typeof after === 'string' ? store.itemsAfter(record, PAGE, after) : undefined;
    next?.catch(() => undefined);
    yield page.items;
    if (next === undefined) return;
    page = await next;
  }
}

/** What the job and the person behind it may both show. */
const shownIn = ({ job, actor }: Turn<'export'>['held'], record: AnyRecordType, stored: Stored): Stored =>
  job.personal === true
    ? seenBy(record, actor.role, stored)
    : { ...stored, values: withoutPersonal(record, stored.values) };

/** All formats come out of one pass, so that they agree record by record. `undefined`: out of time, go on from the checkpoint. */
const writeRows = async (task: TypeExport, files: readonly RecordFile[]): Promise<RecordFile[] | undefined> => {
  const { turn, record } = task;
  for await (const items of pages(turn.held.store, record, earliest(files))) {
    for (const item of items) {
      const stored = shownIn(turn.held, record, fromItem(record, item));
      if (task.wanted(stored)) for (const file of files) file.add(stored);
    }
    const last = items.at(-1)?.['id'];
    turn.held.assertMine();
    const sent = typeof last === 'string' ? await Promise.all(files.map((file) => file.pageEnds(last))) : [];
    if (sent.includes(true)) await task.checkpoint(stateOf(files), Math.max(...files.map(({ rows }) => rows)));
    else await turn.held.beat();
    if (turn.mustHandOver()) return undefined;
  }
  turn.held.assertMine();
  await Promise.all(files.map((file) => file.close()));
  await task.checkpoint(stateOf(files), Math.max(0, ...files.map(({ rows }) => rows)));
  return [...files];
};

/** Writes the files of one record type, from wherever an earlier worker came to. `undefined` when time ran out. */
export const writeType = async (task: TypeExport, state: TypeState): Promise<RecordFile[] | undefined> => {
  const files = await open(task, state);
  try {
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
