import { createInflateRaw } from 'node:zlib';
import { readAll, readingAhead, type Source } from './bytes-source.ts';

/** A zip that is not as it should be: what is in it cannot be vouched for. */
export class BadZip extends Error {}

/** A place in the list of a zip's entries. */
export interface EntryAt {
  /** Entries before it. */
  readonly number: number;
  /** Bytes of the list before it. */
  readonly at: number;
}

export interface ZipEntry {
  readonly name: string;
  readonly place: EntryAt;
  readonly next: EntryAt;
  readonly open: () => AsyncIterable<Uint8Array>;
  /** Where it is not packed: its bytes as they lie in the zip. */
  readonly stored: () => Promise<Source | undefined>;
}

const END = 0x06054b50;
const END64 = 0x06064b50;
const LOCATOR64 = 0x07064b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const ALL_32 = 0xffffffff;
const ZIP64_EXTRA = 1;
/** End record, comment and the locator before it (APPNOTE 4.3.16). */
const TAIL = 22 + 65_535 + 20;

interface Directory {
  readonly from: number;
  readonly size: number;
  readonly entries: number;
}

const num = (bytes: Buffer, at: number) => Number(bytes.readBigUInt64LE(at));

const directory64 = async (source: Source, at: number): Promise<Directory> => {
  const end = await readAll(source, at, at + 56);
  if (end.length < 56 || end.readUInt32LE(0) !== END64) throw new BadZip('The end of the zip is damaged.');
  return { entries: num(end, 32), size: num(end, 40), from: num(end, 48) };
};

const directoryOf = async (source: Source): Promise<Directory> => {
  const from = Math.max(0, source.size - TAIL);
  const tail = await readAll(source, from, source.size);
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    if (tail.readUInt32LE(at) !== END) continue;
    const is64 = at >= 20 && tail.readUInt32LE(at - 20) === LOCATOR64;
    if (is64) return directory64(source, num(tail, at - 20 + 8));
    return { entries: tail.readUInt16LE(at + 10), size: tail.readUInt32LE(at + 12), from: tail.readUInt32LE(at + 16) };
  }
  throw new BadZip('This is no zip.');
};

interface Header {
  readonly name: string;
  readonly method: number;
  readonly packed: number;
  readonly at: number;
  readonly next: number;
}

/** Sizes and places above 4 GiB stand in an extra field, in a fixed order (APPNOTE 4.5.3). */
const sizes64 = (extra: Buffer, packed: number, size: number, at: number): readonly [packed: number, at: number] => {
  for (let i = 0; i + 4 <= extra.length; i += 4 + extra.readUInt16LE(i + 2)) {
    if (extra.readUInt16LE(i) !== ZIP64_EXTRA) continue;
    let next = i + 4;
    const take = (value: number) => {
      if (value !== ALL_32) return value;
      next += 8;
      return num(extra, next - 8);
    };
    take(size);
    return [take(packed), take(at)];
  }
  return [packed, at];
};

const headerAt = (bytes: Buffer, i: number): Header => {
  if (bytes.length < i + 46 || bytes.readUInt32LE(i) !== CENTRAL) throw new BadZip('The list of the zip is damaged.');
  const [name, extra, comment] = [28, 30, 32].map((at) => bytes.readUInt16LE(i + at)) as [number, number, number];
  const start = i + 46;
  const [packed, at] = sizes64(
    bytes.subarray(start + name, start + name + extra),
    bytes.readUInt32LE(i + 20),
    bytes.readUInt32LE(i + 24),
    bytes.readUInt32LE(i + 42),
  );
  return {
    name: bytes.toString('utf8', start, start + name),
    method: bytes.readUInt16LE(i + 10),
    packed,
    at,
    next: start + name + extra + comment,
  };
};

const contentFrom = async (source: Source, { at }: Header): Promise<number> => {
  const local = await readAll(source, at, at + 30);
  if (local.length < 30 || local.readUInt32LE(0) !== LOCAL) throw new BadZip('An entry of the zip is damaged.');
  return at + 30 + local.readUInt16LE(26) + local.readUInt16LE(28);
};

const storedIn = async (source: Source, header: Header): Promise<Source | undefined> => {
  if (header.method !== 0) return undefined;
  const start = await contentFrom(source, header);
  return {
    size: header.packed,
    chunks: (from, to) => source.chunks(start + from, start + Math.min(to, header.packed)),
  };
};

async function* contentOf(source: Source, header: Header): AsyncGenerator<Uint8Array> {
  const { packed, method } = header;
  const from = await contentFrom(source, header);
  const bytes = source.chunks(from, from + packed);
  if (method === 0) yield* bytes;
  else if (method === 8) yield* inflated(bytes);
  else throw new BadZip('An entry of the zip is packed in a way that cannot be read here.');
}

async function* inflated(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const inflate = createInflateRaw();
  const feed = (async () => {
    for await (const chunk of bytes)
      if (!inflate.write(chunk)) await new Promise<void>((resolve) => inflate.once('drain', resolve));
    inflate.end();
  })();
  feed.catch((error: unknown) => inflate.destroy(error instanceof Error ? error : new BadZip()));
  yield* inflate as AsyncIterable<Uint8Array>;
  await feed;
}

/** As much of the list as is read at a time, and no less than its longest line. */
const BLOCK = 1024 * 1024;
const LONGEST_LINE = 46 + 3 * 0xffff;
/** Entries lie one behind the other, most of them small: they are fetched together. */
const AHEAD = 4 * 1024 * 1024;

/** The entries of a zip, by the list at its end, from any of them on. */
export async function* zipEntries(
  source: Source,
  begin: EntryAt = { number: 0, at: 0 },
): AsyncGenerator<ZipEntry, void, undefined> {
  const { from, size, entries } = await directoryOf(source);
  const content = readingAhead(source, AHEAD);
  let [at, base, list]: [number, number, Buffer] = [begin.at, begin.at, Buffer.alloc(0)];
  for (let { number } = begin; number < entries; number += 1) {
    if (at + LONGEST_LINE > base + list.length && base + list.length < size) {
      base = at;
      list = await readAll(source, from + at, from + Math.min(size, at + BLOCK));
    }
    const header = headerAt(list, at - base);
    yield {
      name: header.name,
      place: { number, at },
      next: { number: number + 1, at: base + header.next },
      open: () => contentOf(content, header),
      stored: () => storedIn(content, header),
    };
    at = base + header.next;
  }
}
