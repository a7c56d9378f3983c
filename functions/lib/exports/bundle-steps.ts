import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { placeIn, type Bucket, type ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import { fromItem } from '#functions/lib/store/index.ts';
import { historyRow } from '#shared/derive/export-history.ts';
import { jsonRow } from '#shared/derive/export.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { recordNamed, records } from '#shared/records/index.ts';
import { storedEntry, textEntry, writtenEntry } from './bundle-entries.ts';
import type { Folder, Step } from './bundle.ts';
import { fileNameOf, folderOf } from './names.ts';
import type { Shaping } from './shaping.ts';
import { allPages, pagesOf, wholeHistory, type RecordPage } from './walk.ts';

/** What the steps of a bundle work with. */
export interface Packing {
  readonly turn: Turn<'export'>;
  readonly shaping: Shaping;
  readonly attachments: Bucket;
  readonly releases: Bucket;
  readonly placeOf: (name: string) => ObjectPlace;
}

/** Folders that are got ready at one time: each waits for the database or for S3, and none for another. */
const AT_ONCE = 16;

/** The keys of a walk go on from the one given, itself included; the walk itself goes on after one. */
const before = (key: string | undefined) => key?.slice(0, -1);

async function* groupsOf(pages: AsyncIterable<RecordPage>, from = ''): AsyncGenerator<readonly Stored[]> {
  for await (const { items } of pages) {
    const open = items.filter(({ id }) => id >= from);
    for (let n = 0; n < open.length; n += AT_ONCE) yield open.slice(n, n + AT_ONCE);
  }
}

const pretty = (value: unknown) => `${JSON.stringify(value, undefined, 2)}\n`;

/** The files of records as they were written. */
export const dataStep = ({ turn, placeOf }: Packing): Step =>
  async function* (from = '') {
    for (const [n, file] of (turn.held.job.files ?? []).entries()) {
      const key = String(n).padStart(4, '0');
      if (key < from) continue;
      const entry = await writtenEntry(file.name, placeOf(file.name), file);
      yield { key, entries: [() => Promise.resolve(entry)] };
    }
  };

const recordFolder = async ({ turn, shaping }: Packing, record: AnyRecordType, stored: Stored): Promise<Folder> => {
  const shown = shaping.record(record, stored);
  const folder = `records/${folderOf(record, shown)}`;
  const entries = [textEntry(`${folder}/record.json`, pretty(jsonRow(record, shown)))];
  if (turn.held.job.order.history) {
    const history = await wholeHistory(turn.held.store, record, stored.id);
    const rows = history.map((entry) => historyRow(shaping.entry(record, entry)));
    entries.push(textEntry(`${folder}/history.json`, pretty(rows)));
  }
  return { key: stored.id, entries: entries.map((entry) => () => Promise.resolve(entry)) };
};

/** A folder for each record of a type. */
export const recordStep = (packing: Packing, record: AnyRecordType): Step =>
  async function* (from) {
    const { held } = packing.turn;
    const pages = pagesOf(held.store, record, packing.shaping.only, before(from));
    for await (const group of groupsOf(pages, from)) {
      const wanted = group.filter((stored) => packing.shaping.wanted(record, stored));
      yield* await Promise.all(wanted.map((stored) => recordFolder(packing, record, stored)));
    }
  };

const { attachment } = records;

interface Belonging {
  readonly record: AnyRecordType;
  readonly parent: Stored;
}

/** The records that these files belong to, by the file's id. */
const parentsOf = async (
  { turn }: Pick<Packing, 'turn'>,
  files: readonly Stored[],
): Promise<Map<string, Belonging>> => {
  const found = new Map<string, Belonging>();
  for (const type of new Set(files.map(({ values }) => String(values['onType'])))) {
    const record = recordNamed(type);
    if (record === undefined) continue;
    const theirs = files.filter(({ values }) => values['onType'] === type);
    const items = await turn.held.store.itemsOf(record, [
      ...new Set(theirs.map(({ values }) => String(values['onId']))),
    ]);
    for (const { id, values } of theirs) {
      const item = items.get(String(values['onId']));
      if (item !== undefined) found.set(id, { record, parent: fromItem(record, item) });
    }
  }
  return found;
};

/** A file goes where its record goes, and wherever files are themselves what was asked for. */
const goes = (
  { turn, shaping }: Pick<Packing, 'turn' | 'shaping'>,
  file: Stored,
  { record, parent }: Belonging,
): boolean => {
  const { recordTypes, includeArchived } = turn.held.job.order;
  const asked = (type: AnyRecordType, one: Stored) =>
    recordTypes.includes(type.name) &&
    (shaping.only === undefined || shaping.only.has(type.name, one.id)) &&
    shaping.wanted(type, one);
  return (
    file.values['state'] === 'ready' &&
    (file.archivedAt === undefined || includeArchived === true) &&
    (asked(record, parent) || asked(attachment, file)) &&
    shaping.file(file)
  );
};

export interface GoingFile extends Belonging {
  readonly file: Stored;
}

/**
 * The photos and documents that go along, in the order of their ids, with the records that they belong to: a few at a
 * time, and the last id that was looked at for them.
 */
export async function* fileGroups(
  packing: Pick<Packing, 'turn' | 'shaping'>,
  from?: string,
): AsyncGenerator<{ readonly files: readonly GoingFile[]; readonly last: string }> {
  const { store } = packing.turn.held;
  for await (const group of groupsOf(allPages(store, attachment, before(from)), from)) {
    const parents = await parentsOf(packing, group);
    const files = group.flatMap((file): GoingFile[] => {
      const parent = parents.get(file.id);
      return parent !== undefined && goes(packing, file, parent) ? [{ ...parent, file }] : [];
    });
    const last = group.at(-1)?.id;
    if (last !== undefined) yield { files, last };
  }
}

/** A key that comes right after this id and before every other one. */
export const afterId = (id: string | undefined): string | undefined => id && `${id}~`;

/** Where the original of a file lies. */
export const originalOf = (attachments: Bucket, tenantId: string, { id }: Pick<Stored, 'id'>): ObjectPlace =>
  placeIn(attachments, tenantId, fileKey(tenantId, id));

/** Each photo and document, in the folder of its record. */
export const fileStep = (packing: Packing): Step =>
  async function* (from) {
    const { shaping, attachments, turn } = packing;
    for await (const { files } of fileGroups(packing, from))
      for (const { file, record, parent } of files) {
        const folder = folderOf(record, shaping.record(record, parent));
        const { place, suffix } = (await shaping.inPlaceOf?.(file)) ?? {
          place: originalOf(attachments, turn.held.actor.tenantId, file),
          suffix: '',
        };
        const path = `records/${folder}/files/${fileNameOf(shaping.record(attachment, file))}${suffix}`;
        yield { key: file.id, entries: [() => storedEntry(path, place)] };
      }
  };
