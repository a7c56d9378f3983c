import { gunzipSync, inflateSync } from 'node:zlib';
import { SecretIndex } from '#shared/permit/redaction/secret-index.ts';
import { memorySource, readAll, type Source } from './bytes-source.ts';
import { viewsOf } from './views.ts';
import { zipEntries } from './zip-entries.ts';

/** A file that could not be searched to its end: nothing is let out on the strength of half a search. */
export class CannotSearch extends Error {}

const WINDOW = 1024 * 1024;
/** Between two of these the search can be handed on: one takes some seconds. */
export const SECTION = 64 * WINDOW;
/** Longer than any piece of a value, however it is written. */
const OVERLAP = 16 * 1024;
/** A file that holds packed parts is opened whole. */
const MAX_WHOLE = 192 * 1024 * 1024;
const MAX_UNPACKED = 256 * 1024 * 1024;
const MAX_DEPTH = 3;

/** What of a file holds packed parts, by how it begins. */
const packedKinds: readonly (readonly [head: string, parts: (file: Buffer) => AsyncIterable<Uint8Array>])[] = [
  ['%PDF-', pdfStreams],
  ['\x89PNG', pngTexts],
  ['\x1f\x8b', gzipped],
  ['PK\x03\x04', zipped],
];

/** So many bytes tell them apart. */
const HEAD = 8;
const kindOf = (bytes: Buffer) => packedKinds.find(([head]) => bytes.toString('latin1', 0, head.length) === head);

const unpack = (way: (bytes: Buffer, options: { maxOutputLength: number }) => Buffer, bytes: Buffer): Buffer => {
  try {
    return way(bytes, { maxOutputLength: MAX_UNPACKED });
  } catch (error) {
    throw new CannotSearch('A packed part could not be read.', { cause: error });
  }
};

const between = /(?:\r\n|\n)/y;
// eslint-disable-next-line @typescript-eslint/require-await -- one shape for all kinds
async function* pdfStreams(file: Buffer): AsyncGenerator<Buffer> {
  const text = file.toString('latin1');
  for (let at = text.indexOf('stream'); at >= 0; at = text.indexOf('stream', at + 6)) {
    between.lastIndex = at + 6;
    const end = text.indexOf('endstream', at);
    if (text.slice(at - 3, at) === 'end' || !between.test(text) || end < 0) continue;
    const head = text.slice(Math.max(0, text.lastIndexOf('obj', at)), at);
    const bytes = file.subarray(between.lastIndex, end);
    if (/\/(?:FlateDecode|Fl)\b/.test(head)) yield unpack(inflateSync, bytes);
    else if (/\/(?:LZWDecode|ASCII85Decode|RunLengthDecode|Crypt)\b/.test(head))
      throw new CannotSearch('A PDF has streams that are packed in a way that cannot be read here.');
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- one shape for all kinds
async function* pngTexts(file: Buffer): AsyncGenerator<Buffer> {
  for (let at = 8; at + 12 <= file.length;) {
    const end = at + 12 + file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + 8);
    const data = file.subarray(at + 8, Math.max(at + 8, end - 4));
    const packedFrom = data.indexOf(Buffer.from([0x78]), data.indexOf(0));
    if (['zTXt', 'iTXt', 'iCCP'].includes(type) && packedFrom > 0) yield unpack(inflateSync, data.subarray(packedFrom));
    at = end;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- one shape for all kinds
async function* gzipped(file: Buffer): AsyncGenerator<Buffer> {
  yield unpack(gunzipSync, file);
}

async function* zipped(file: Buffer): AsyncGenerator<Buffer> {
  for await (const { open } of zipEntries(memorySource(file))) {
    const parts: Uint8Array[] = [];
    for await (const part of open()) parts.push(part);
    yield Buffer.concat(parts);
  }
}

const wholeOf = async (chunks: AsyncIterable<Uint8Array>): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.byteLength;
    if (size > MAX_WHOLE) throw new CannotSearch('A file is too large to be searched.');
  }
  return Buffer.concat(parts);
};

/** Characters beyond Latin-1, which in UTF-16 are more than letters with zeros between. */
const beyondLatin = /[^\u0000-\u00FF]/u; // eslint-disable-line no-control-regex -- the range is the point

/** Looks for removed values in bytes of any kind. Says whether, never what. */
export class Search {
  readonly #index: SecretIndex;
  readonly #words: SecretIndex;
  readonly #wide: boolean;

  /** `words`: values too short to be searched for but in texts, and there only as words of their own. */
  constructor(values: readonly string[], words: readonly string[] = [], index = new SecretIndex(values)) {
    this.#index = index;
    this.#words = new SecretIndex(words, { alsoShort: true });
    this.#wide = values.some((value) => beyondLatin.test(value));
  }

  inText(text: string, short: boolean): boolean {
    return this.#index.has(text) || (short && this.#words.has(text));
  }

  /**
   * Of a file of any size: what lies in one section of it, and, but for the first, some of the section before, so that
   * no value goes unseen between two. A file that holds packed parts has one section only.
   */
  async inSection(file: Source, section: number, isText: boolean): Promise<{ has: boolean; isLast: boolean }> {
    const head = section === 0 ? await readAll(file, 0, Math.min(file.size, HEAD)) : Buffer.alloc(0);
    const to = (section + 1) * SECTION;
    if (section === 0 && (file.size <= SECTION || kindOf(head) !== undefined))
      return { has: await this.inStream(file.chunks(0, file.size), isText), isLast: true };
    const from = Math.max(0, section * SECTION - OVERLAP);
    const has = await this.#inPlain(windows(file.chunks(from, Math.min(to, file.size))), isText);
    return { has, isLast: to >= file.size };
  }

  /** `isText`: the file was written as text, so that a short value in it is a word. */
  async inStream(chunks: AsyncIterable<Uint8Array>, isText: boolean, depth = 0): Promise<boolean> {
    const all = windows(chunks);
    const first = await all.next();
    if (first.done) return false;
    const kind = kindOf(first.value);
    const whole = after(first.value, all);
    return kind ? this.#inWhole(await wholeOf(whole), kind[1], isText, depth) : this.#inPlain(whole, isText);
  }

  async #inPlain(chunks: AsyncIterable<Buffer>, isText: boolean): Promise<boolean> {
    let before: Uint8Array = Buffer.alloc(0);
    for await (const window of chunks) {
      const bytes = Buffer.concat([before, window]);
      if (this.#inBytes(bytes, isText)) return true;
      before = bytes.subarray(Math.max(0, bytes.length - OVERLAP));
    }
    return false;
  }

  async #inWhole(
    file: Buffer,
    parts: (file: Buffer) => AsyncIterable<Uint8Array>,
    isText: boolean,
    depth: number,
  ): Promise<boolean> {
    if (depth >= MAX_DEPTH) throw new CannotSearch('A file is packed too many times over.');
    for (let at = 0; at < file.length; at += WINDOW)
      if (this.#inBytes(file.subarray(Math.max(0, at - OVERLAP), at + WINDOW), isText)) return true;
    for await (const part of parts(file)) if (await this.inStream(one(part), isText, depth + 1)) return true;
    return false;
  }

  #inBytes(bytes: Buffer, isText: boolean): boolean {
    for (const view of viewsOf(bytes, this.#wide)) if (this.inText(view, isText)) return true;
    return false;
  }
}

// eslint-disable-next-line @typescript-eslint/require-await -- bytes at hand, in the shape of bytes to come
async function* one(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}

async function* after(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

/** Chunks of whatever size as windows of at least one megabyte, but for the last. */
async function* windows(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void, undefined> {
  let parts: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of chunks) {
    parts.push(chunk);
    size += chunk.byteLength;
    if (size < WINDOW) continue;
    yield Buffer.concat(parts);
    [parts, size] = [[], 0];
  }
  if (size > 0) yield Buffer.concat(parts);
}
