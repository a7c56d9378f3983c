/** What the headers of an entry say (PKWARE APPNOTE 6.3.10). Everything is stored as it is, and known before it is written. */
export interface EntryFacts {
  readonly path: string;
  readonly bytes: number;
  readonly crc32: number;
}

const STORED = 0;
const UTF8_NAMES = 0x0800;
const [PLAIN, WITH_ZIP64] = [20, 45];
const MADE_ON_UNIX = 3 << 8;
/** A regular file that its owner may write and everybody may read. */
const MODE = 0o100644 << 16;
const [FULL16, FULL32] = [0xffff, 0xffffffff];

/** Two seconds are as fine as the format goes. UTC, since the format names no time zone. */
const dosTime = (at: Date): number => {
  const date = ((at.getUTCFullYear() - 1980) << 9) | ((at.getUTCMonth() + 1) << 5) | at.getUTCDate();
  const time = (at.getUTCHours() << 11) | (at.getUTCMinutes() << 5) | (at.getUTCSeconds() >> 1);
  return ((date << 16) | time) >>> 0;
};

/** Little-endian numbers, as [bytes, value]. */
const packed = (...numbers: readonly (readonly [size: 2 | 4 | 8, value: number])[]): Buffer => {
  const out = Buffer.alloc(numbers.reduce((sum, [size]) => sum + size, 0));
  let at = 0;
  for (const [size, value] of numbers) {
    if (size === 2) out.writeUInt16LE(value, at);
    else if (size === 4) out.writeUInt32LE(value, at);
    else out.writeBigUInt64LE(BigInt(value), at);
    at += size;
  }
  return out;
};

const zip64 = (...values: readonly number[]): Buffer =>
  values.length === 0
    ? Buffer.alloc(0)
    : packed([2, 0x0001], [2, values.length * 8], ...values.map((value) => [8, value] as const));

const capped = (value: number) => Math.min(value, FULL32);

/** Stands before the content. */
export const localHeader = ({ path, bytes, crc32 }: EntryFacts, at: Date): Buffer => {
  const name = Buffer.from(path);
  const extra = bytes >= FULL32 ? zip64(bytes, bytes) : zip64();
  return Buffer.concat([
    packed(
      [4, 0x04034b50],
      [2, extra.length > 0 ? WITH_ZIP64 : PLAIN],
      [2, UTF8_NAMES],
      [2, STORED],
      [4, dosTime(at)],
      [4, crc32],
      [4, capped(bytes)],
      [4, capped(bytes)],
      [2, name.length],
      [2, extra.length],
    ),
    name,
    extra,
  ]);
};

/** The entry's line in the directory at the end; `offset` is where its local header begins. */
export const directoryLine = ({ path, bytes, crc32 }: EntryFacts, at: Date, offset: number): Buffer => {
  const name = Buffer.from(path);
  const extra = zip64(...(bytes >= FULL32 ? [bytes, bytes] : []), ...(offset >= FULL32 ? [offset] : []));
  const needs = extra.length > 0 ? WITH_ZIP64 : PLAIN;
  return Buffer.concat([
    packed(
      [4, 0x02014b50],
      [2, MADE_ON_UNIX | WITH_ZIP64],
      [2, needs],
      [2, UTF8_NAMES],
      [2, STORED],
      [4, dosTime(at)],
      [4, crc32],
      [4, capped(bytes)],
      [4, capped(bytes)],
      [2, name.length],
      [2, extra.length],
      [2, 0],
      [2, 0],
      [2, 0],
      [4, MODE >>> 0],
      [4, capped(offset)],
    ),
    name,
    extra,
  ]);
};

/** The last bytes, by which a program finds the directory. Above the old limits, with the records of ZIP64 before them. */
export const directoryEnd = (entries: number, offset: number, bytes: number): Buffer => {
  const end = packed(
    [4, 0x06054b50],
    [2, 0],
    [2, 0],
    [2, Math.min(entries, FULL16)],
    [2, Math.min(entries, FULL16)],
    [4, capped(bytes)],
    [4, capped(offset)],
    [2, 0],
  );
  if (entries < FULL16 && offset < FULL32 && bytes < FULL32) return end;
  const end64 = packed(
    [4, 0x06064b50],
    [8, 44],
    [2, MADE_ON_UNIX | WITH_ZIP64],
    [2, WITH_ZIP64],
    [4, 0],
    [4, 0],
    [8, entries],
    [8, entries],
    [8, bytes],
    [8, offset],
  );
  return Buffer.concat([end64, packed([4, 0x07064b50], [4, 0], [8, offset + bytes], [4, 1]), end]);
};
