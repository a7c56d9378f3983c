import { decode } from 'fast-png';
import { inflateSync } from 'node:zlib';
import { CannotClean } from './cannot-clean.ts';
import { eightBit } from './eight-bit.ts';
import { orientationIn } from './exif.ts';
import type { Pixels } from './pixels.ts';
import { chunksOf, stripPng, type Chunk } from './png.ts';
import { assertHoldable, assertUpright } from './size-limit.ts';

/** What IHDR says (PNG, third edition, 11.2.1). */
const headerOf = (header: Chunk | undefined) => {
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new CannotClean('The PNG is damaged.');
  const { data } = header;
  const [depth = 0, colour = 0] = data.subarray(8);
  return {
    width: data.readUInt32BE(0),
    height: data.readUInt32BE(4),
    depth,
    indexed: colour === 3,
    interlaced: data[12] !== 0,
  };
};

const MOST_CHANNELS = 4;

/** A few kilobytes can unpack to gigabytes: a picture that has more bytes than its pixels can fill is not read. */
const assertNoBomb = (chunks: readonly Chunk[], { width, height, depth }: ReturnType<typeof headerOf>): void => {
  const row = Math.ceil((width * depth * MOST_CHANNELS) / 8) + 1;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  // Twice, since interlacing adds rows. It throws beyond that.
  inflateSync(packed, { maxOutputLength: 2 * row * height });
};

/** The pixels of a PNG of any kind that browsers show, 8 bits a channel. */
export const pixelsOfPng = (bytes: Uint8Array): Pixels => {
  const chunks = [...chunksOf(bytes)];
  const header = headerOf(chunks[0]);
  assertHoldable(header);
  const exif = chunks.find(({ type }) => type === 'eXIf');
  assertUpright(exif === undefined ? 1 : orientationIn(exif.data));
  // The decoder puts the pixels of these in wrong places.
  if (header.interlaced && header.depth < 8)
    throw new CannotClean('Interlaced PNG pictures with fewer than 8 bits cannot be coded anew.');
  assertNoBomb(chunks, header);
  return eightBit(decode(stripPng(bytes)), header.indexed);
};
