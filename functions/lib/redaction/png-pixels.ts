import { decode } from 'fast-png';
import { inflateSync } from 'node:zlib';
import { eightBit } from './eight-bit.ts';
import { fromPasses } from './interlaced.ts';
import type { Pixels } from './pixels.ts';
import { chunksOf, headerOf, stripPng, type Chunk } from './png.ts';
import { assertHoldable } from './size-limit.ts';

const MOST_CHANNELS = 4;

/** The rows. A few kilobytes can unpack to gigabytes: a picture that has more bytes than its pixels can fill is not read. */
const unpacked = (chunks: readonly Chunk[], { width, height, depth }: ReturnType<typeof headerOf>): Buffer => {
  const row = Math.ceil((width * depth * MOST_CHANNELS) / 8) + 1;
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data));
  // Twice, since interlacing adds rows. It throws beyond that.
  return inflateSync(packed, { maxOutputLength: 2 * row * height });
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
