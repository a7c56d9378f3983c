import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { searchedAs } from '#shared/permit/redaction/secret-index.ts';
import type { Removed } from '#shared/permit/redaction/text-rules.ts';
import { readAll, storedSource, type Source } from './bytes-source.ts';
import { Search } from './search.ts';
import { zipEntries } from './zip-entries.ts';

export interface Finished {
  readonly name: string;
  readonly place: ObjectPlace;
}

/** Made as text by the export itself; everything else came from people's files. */
const texts = /\.(?:csv|json|ndjson|geojson|txt|md|html)$|SHA256SUMS$/i;
/** More places than these help nobody. */
const MOST_PLACES = 20;

/** Names of entries could themselves hold a value, so the place of a name says only which entry it is. */
interface Seen {
  readonly where: string;
}

const searchOf = (secrets: readonly Removed[]): Search => {
  const values = secrets.map(({ value }) => value);
  // A short term is a secret in texts; a short value of a field is not one anywhere but at its place.
  const words = secrets.filter(({ rule, value }) => rule.kind === 'terms' && searchedAs(value) === undefined);
  return new Search(
    values,
    words.map(({ value }) => value),
  );
};

async function* inZip(search: Search, name: string, source: Source): AsyncGenerator<Seen | undefined> {
  let number = 0;
  for await (const entry of zipEntries(source)) {
    number += 1;
    const badName = search.inText(entry.name, true);
    if (badName) yield { where: `${name}, the name of entry ${number}` };
    const where = badName ? `${name}, entry ${number}` : `${name}, ${entry.name}`;
    yield (await search.inStream(entry.open(), texts.test(entry.name))) ? { where } : undefined;
  }
}

async function* inFile(search: Search, { name, place }: Finished): AsyncGenerator<Seen | undefined> {
  const source = await storedSource(place);
  const head = await readAll(source, 0, Math.min(4, source.size));
  if (head.toString('latin1').startsWith('PK')) yield* inZip(search, name, source);
  else if (await search.inStream(source.chunks(0, source.size), texts.test(name))) yield { where: name };
}

/**
 * Opens finished files again, every entry of their zips included, and looks in every stream of bytes for every value
 * that was removed. Returns where one was left over; an empty answer lets the files out.
 */
export const placesLeft = async (
  secrets: readonly Removed[],
  files: readonly Finished[],
  beat: () => Promise<void>,
): Promise<readonly string[]> => {
  const search = searchOf(secrets);
  const places: string[] = [];
  for (const file of files)
    for await (const seen of inFile(search, file)) {
      await beat();
      if (seen) places.push(seen.where);
      if (places.length >= MOST_PLACES) return places;
    }
  return places;
};
