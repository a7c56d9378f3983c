import { CannotClean } from './cannot-clean.ts';
import { orientationIn } from './exif.ts';

export const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Header, palette, pixels, end, and transparency (PNG, third edition, 5.6). No text, time, profile or private chunk. */
const picture = new Set(['IHDR', 'PLTE', 'IDAT', 'IEND', 'tRNS']);

export interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  /** With its length and check sum. */
  readonly whole: Buffer;
}

/** The chunks up to the end of the picture; bytes after it are left out. */
export function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (!file.subarray(0, 8).equals(pngSignature)) throw new CannotClean('This is no PNG.');
  for (let at = 8; ;) {
    if (at + 12 > file.length) throw new CannotClean('The PNG is damaged.');
    const end = at + 12 + file.readUInt32BE(at);
    if (end > file.length) throw new CannotClean('The PNG is damaged.');
    const type = file.toString('latin1', at + 4, at + 8);
    yield { type, data: file.subarray(at + 8, end - 4), whole: file.subarray(at, end) };
    if (type === 'IEND') return;
    at = end;
  }
}

/** What IHDR says (PNG, third edition, 11.2.1). */
export const headerOf = (header: Chunk | undefined) => {
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new CannotClean('The PNG is damaged.');
  const { data } = header;
  const [depth = 0, colour = 0] = data.subarray(8);
  return {
    header: data,
    width: data.readUInt32BE(0),
    height: data.readUInt32BE(4),
    depth,
    indexed: colour === 3,
    interlaced: data[12] !== 0,
  };
};

/** Width and height in pixels, as they are stored. */
export const sizeOfPng = (bytes: Uint8Array): { width: number; height: number } => headerOf([...chunksOf(bytes)][0]);

/** How some viewers turn the picture, 1 to 8; 1 where it says nothing. */
export const orientationOfPng = (bytes: Uint8Array): number => {
  for (const { type, data } of chunksOf(bytes)) if (type === 'eXIf') return orientationIn(data);
  return 1;
};

/** Colour types with alpha have this bit (PNG, third edition, 11.2.1). */
const ALPHA = 4;

/** Whether any of its pixels may be see-through: told by its chunks, without unpacking it. */
export const maySeeThroughPng = (bytes: Uint8Array): boolean =>
  [...chunksOf(bytes)].some(({ type, data }) => type === 'tRNS' || (type === 'IHDR' && ((data[9] ?? 0) & ALPHA) !== 0));

export const stripPng = (bytes: Uint8Array): Uint8Array =>
  Buffer.concat([
    pngSignature,
    ...[...chunksOf(bytes)].filter(({ type }) => picture.has(type)).map(({ whole }) => whole),
  ]);
