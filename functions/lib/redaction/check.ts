import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import { Problem } from '#shared/model/problem.ts';
import { readAll, storedSource, type Source } from './bytes-source.ts';
import { CannotSearch, type Search } from './search.ts';
import { BadZip, zipEntries, type EntryAt, type ZipEntry } from './zip-entries.ts';

export interface Finished {
  readonly name: string;
  readonly place: ObjectPlace;
}

/** How far the search of the finished files is: everything before this place was searched to its end. */
export interface SearchState {
  /** Digests of the files that it is about. */
  readonly of: string;
  readonly file: number;
  readonly entry?: EntryAt | undefined;
  readonly section: number;
  /** Where something was left over. Never what. */
  readonly places: readonly string[];
  readonly isOver?: true;
}

/** Made as text by the export itself; everything else came from people's files. */
const texts = /\.(?:csv|json|ndjson|geojson|txt|md|html)$|SHA256SUMS$/i;
/** More places than these help nobody. */
const MOST_PLACES = 20;
/** Entries between two checkpoints. */
const SAVE_EVERY = 5000;

type At = Pick<SearchState, 'file' | 'entry' | 'section'>;

/** A part of a finished file that was looked at, and where a hand-over would go on after it. */
interface Seen {
  readonly places: readonly string[];
  readonly next: At;
}

/** A stream of bytes of a finished file. */
interface Stream {
  readonly where: string;
  readonly isText: boolean;
  readonly at: At;
  /** What comes after it. */
  readonly then: At;
}

/** What cannot be searched to its end is not let out; a person can leave it out. */
const orRefuse = async <T>(where: string, look: () => Promise<T>): Promise<T> => {
  try {
    return await look();
  } catch (error) {
    if (!(error instanceof CannotSearch || error instanceof BadZip)) throw error;
    throw new Problem(
      'conflict',
      `${where} could not be searched to its end, so the copy was deleted. Withhold that file, and start again.`,
    );
  }
};

async function* inSections(search: Search, source: Source, { where, isText, at, then }: Stream): AsyncGenerator<Seen> {
  for (let { section } = at; ; section += 1) {
    const { has, isLast } = await orRefuse(where, () => search.inSection(source, section, isText));
    const places = has ? [where] : [];
    yield { places, next: has || isLast ? then : { ...at, section: section + 1 } };
    if (has || isLast) return;
  }
}

async function* inEntry(search: Search, entry: ZipEntry, stream: Stream): AsyncGenerator<Seen> {
  const stored = await entry.stored();
  if (stored) {
    yield* inSections(search, stored, stream);
    return;
  }
  const { where, isText, then } = stream;
  const has = await orRefuse(where, () => search.inStream(entry.open(), isText));
  yield { places: has ? [where] : [], next: then };
}

async function* inZip(search: Search, name: string, source: Source, begin: At): AsyncGenerator<Seen> {
  for await (const entry of zipEntries(source, begin.entry)) {
    const at: At = entry.place.number === begin.entry?.number ? begin : { ...begin, entry: entry.place, section: 0 };
    const then: At = { file: at.file, entry: entry.next, section: 0 };
    // Names of entries could themselves hold a value, so the place of a name says only which entry it is.
    const number = entry.place.number + 1;
    const isBad = search.inText(entry.name, true);
    const where = isBad ? `${name}, entry ${number}` : `${name}, ${entry.name}`;
    const ofName = isBad ? [`${name}, the name of entry ${number}`] : [];
    for await (const { places, next } of inEntry(search, entry, { where, isText: texts.test(entry.name), at, then }))
      yield { places: [...ofName, ...places], next };
  }
}

async function* inFile(search: Search, { name, place }: Finished, at: At): AsyncGenerator<Seen> {
  const source = await storedSource(place);
  const head = await readAll(source, 0, Math.min(4, source.size));
  const then: At = { file: at.file + 1, section: 0 };
  if (head.toString('latin1').startsWith('PK')) yield* inZip(search, name, source, at);
  else yield* inSections(search, source, { where: name, isText: texts.test(name), at, then });
}

export interface Searching {
  readonly turn: Turn<'export'>;
  readonly search: Search;
  readonly files: readonly Finished[];
  readonly save: (state: SearchState) => Promise<void>;
}

/**
 * Opens finished files again, every entry of their zips included, and looks in every stream of bytes for every value
 * that was removed. Says where one was left over; no place at all lets the files out. `more` when time ran out.
 */
export const placesLeft = async (
  { turn, search, files, save }: Searching,
  from: SearchState,
): Promise<SearchState | 'more'> => {
  if (from.isOver) return from;
  const places = [...from.places];
  let since = 0;
  for (let n = from.file; n < files.length; n += 1) {
    const file = files[n];
    if (file === undefined) break;
    const at: At = n === from.file ? from : { file: n, section: 0 };
    for await (const { places: seen, next } of inFile(search, file, at)) {
      places.push(...seen.filter((place) => !places.includes(place)));
      if (places.length >= MOST_PLACES) return { of: from.of, ...next, places, isOver: true };
      since += 1;
      const late = turn.mustHandOver();
      if (late || since >= SAVE_EVERY) {
        await save({ of: from.of, ...next, places });
        since = 0;
      } else await turn.held.beat();
      if (late) return 'more';
    }
  }
  const over: SearchState = { of: from.of, file: files.length, section: 0, places, isOver: true };
  await save(over);
  return over;
};
