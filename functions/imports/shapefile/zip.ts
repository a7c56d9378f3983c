import { Inflate } from 'fflate';
import { crc32 } from 'node:zlib';
import { FileFault } from '#shared/import/fault.ts';
import type { Chunks, SourceFile } from '../rows.ts';

/** One file inside a zip (PKWARE APPNOTE 6.3). */
export interface ZipEntry {
  readonly name: string;
  readonly method: number;
  readonly crc: number;
  readonly packed: number;
  readonly unpacked: number;
  readonly offset: number;
}

/** A .dbf or .shp of this size is far beyond what one import can hold. */
const MAX_UNPACKED_BYTES = 1_000_000_000;
/** Tables of mostly blank columns pack a hundredfold; a bomb packs a thousandfold. */
const MAX_RATIO = 500;
const MAX_ENTRIES = 1000;
const MAX_DIRECTORY_BYTES = 1_000_000;
/** Deflate unpacks at most 1,032 times, so that so much at once stays under 17 MB. */
const SLICE_BYTES = 16_384;

const [END, CENTRAL, LOCAL] = [0x06054b50, 0x02014b50, 0x04034b50];
const END_BYTES = 22;
const MAX_COMMENT_BYTES = 65_535;
const STORED = 0;
const DEFLATED = 8;

const notZip = () => new FileFault('The file is not a zip that can be read. Zip the shapefile again and upload that.');

const bytesOf = async (file: SourceFile, from: number, to: number): Promise<DataView> => {
  const whole = new Uint8Array(Math.max(0, to - from));
  let at = 0;
  for await (const chunk of file.read(from, to)) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return new DataView(whole.buffer);
};

const endOf = async (file: SourceFile): Promise<{ count: number; from: number; length: number }> => {
  const tail = await bytesOf(file, Math.max(0, file.bytes - END_BYTES - MAX_COMMENT_BYTES), file.bytes);
  for (let at = tail.byteLength - END_BYTES; at >= 0; at -= 1)
    if (tail.getUint32(at, true) === END)
      return { count: tail.getUint16(at + 10, true), length: tail.getUint32(at + 12, true), from: tail.getUint32(at + 16, true) }; // prettier-ignore
  throw notZip();
};

const entryAt = (view: DataView, at: number): ZipEntry & { readonly next: number } => {
  if (at + 46 > view.byteLength || view.getUint32(at, true) !== CENTRAL) throw notZip();
  const [nameLength, extra, comment] = [28, 30, 32].map((n) => view.getUint16(at + n, true)) as [
    number,
    number,
    number,
  ];
  const next = at + 46 + nameLength + extra + comment;
  if (next > view.byteLength) throw notZip();
  if (view.getUint16(at + 8, true) & 1) throw new FileFault('The zip has a password. Zip the shapefile without one.');
  return {
    name: new TextDecoder().decode(new Uint8Array(view.buffer, at + 46, nameLength)),
    method: view.getUint16(at + 10, true),
    crc: view.getUint32(at + 16, true),
    packed: view.getUint32(at + 20, true),
    unpacked: view.getUint32(at + 24, true),
    offset: view.getUint32(at + 42, true),
    next,
  };
};

/** What a zip holds, by its directory at the end. */
export const zipEntries = async (file: SourceFile): Promise<ZipEntry[]> => {
  const { count, from, length } = await endOf(file);
  if (count > MAX_ENTRIES || length > MAX_DIRECTORY_BYTES)
    throw new FileFault(`The zip holds more than ${MAX_ENTRIES} files. Zip the files of one layer by themselves.`);
  if (from + length > file.bytes) throw notZip();
  const view = await bytesOf(file, from, from + length);
  const entries: ZipEntry[] = [];
  for (let [n, at] = [0, 0]; n < count; n += 1) {
    const { next, ...entry } = entryAt(view, at);
    entries.push(entry);
    at = next;
  }
  return entries;
};

const assertBounded = ({ name, method, packed, unpacked }: ZipEntry): void => {
  if (method !== STORED && method !== DEFLATED)
    throw new FileFault(`${name} is packed in a way that is not read here. Zip the shapefile with the usual method.`);
  if (unpacked > MAX_UNPACKED_BYTES || unpacked > packed * MAX_RATIO)
    throw new FileFault(`${name} would unpack to ${unpacked} bytes, which is too much. Split the layer into parts.`);
};

async function* inflated(chunks: Chunks): Chunks {
  let out: Uint8Array[] = [];
  const inflate = new Inflate((part) => out.push(part));
  for await (const chunk of chunks)
    for (let at = 0; at < chunk.length; at += SLICE_BYTES) {
      try {
        inflate.push(chunk.subarray(at, at + SLICE_BYTES));
      } catch {
        throw notZip();
      }
      for (const part of out) yield Uint8Array.from(part);
      out = [];
    }
}

/** The content of one file, as it streams in. What it unpacks to is held to what the directory said of it. */
export async function* unzipped(file: SourceFile, entry: ZipEntry): Chunks {
  assertBounded(entry);
  const local = await bytesOf(file, entry.offset, Math.min(entry.offset + 30, file.bytes));
  if (local.byteLength < 30 || local.getUint32(0, true) !== LOCAL) throw notZip();
  const from = entry.offset + 30 + local.getUint16(26, true) + local.getUint16(28, true);
  if (from + entry.packed > file.bytes) throw notZip();
  const packed = file.read(from, from + entry.packed);
  let [length, sum] = [0, 0];
  for await (const chunk of entry.method === STORED ? packed : inflated(packed)) {
    length += chunk.length;
    if (length > entry.unpacked) throw notZip();
    sum = crc32(chunk, sum);
    yield chunk;
  }
  if (length !== entry.unpacked || sum !== entry.crc)
    throw new FileFault(`${entry.name} is damaged inside the zip. Zip the shapefile again and upload that.`);
}
