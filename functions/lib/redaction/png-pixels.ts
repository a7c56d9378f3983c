import { decode } from 'fast-png';
import { inflateSync } from 'node:zlib';
import { CannotClean } from './cannot-clean.ts';
import { eightBit } from './eight-bit.ts';
import { orientationIn } from './exif.ts';
import { fromPasses } from './interlaced.ts';
import type { Pixels } from './pixels.ts';
import { chunksOf, stripPng, type Chunk } from './png.ts';
import { assertHoldable } from './size-limit.ts';

/** What IHDR says (PNG, third edition, 11.2.1). */
const headerOf = (header: Chunk | undefined) => {
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

const MOST_CHANNELS = 4;

/** The rows. A few kilobytes can unpack to gigabytes: a picture that has more bytes than its pixels can fill is not read. */
const unpacked = (chunks: readonly Chunk[], { width, height, depth }: ReturnType<typeof headerOf>): Buffer => {
  const row = Math.ceil((width * depth * MOST_CHANNELS) / 8) + 1;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  // Twice, since interlacing adds rows. It throws beyond that.
  return inflateSync(packed, { maxOutputLength: 2 * row * height });
};

/** How some viewers turn the picture, 1 to 8; 1 where it says nothing. */
export const orientationOfPng = (bytes: Uint8Array): number => {
  for (const { type, data } of chunksOf(bytes)) if (type === 'eXIf') return orientationIn(data);
  return 1;
};

/** The pixels of a PNG of any kind that browsers show, 8 bits a channel, as they are stored. `indexed`: they come out of a palette. */
export const pixelsOfPng = (bytes: Uint8Array): Pixels & { readonly indexed: boolean } => {
  const chunks = [...chunksOf(bytes)];
  const header = headerOf(chunks[0]);
  const { indexed } = header;
  assertHoldable(header);
  const rows = unpacked(chunks, header);
  const read = (png: Uint8Array) => eightBit(decode(png), indexed);
  if (!header.interlaced || header.depth >= 8) return { ...read(stripPng(bytes)), indexed };
  // The decoder puts the pixels of these in wrong places.
  const beside = chunks.filter(({ type }) => type === 'PLTE' || type === 'tRNS');
  return { ...fromPasses({ ...header, beside, rows }, read), indexed };
};
