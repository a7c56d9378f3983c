import { crc32, deflateSync } from 'node:zlib';
import { CannotClean } from './cannot-clean.ts';
import type { Pixels } from './pixels.ts';
import { pngSignature, type Chunk } from './png.ts';

/** Adam7 (PNG, third edition, 8.1): where each of seven smaller pictures begins in the whole, and how far apart its pixels lie. */
const passes = [
  { x: 0, y: 0, dx: 8, dy: 8 },
  { x: 4, y: 0, dx: 8, dy: 8 },
  { x: 0, y: 4, dx: 4, dy: 8 },
  { x: 2, y: 0, dx: 4, dy: 4 },
  { x: 0, y: 2, dx: 2, dy: 4 },
  { x: 1, y: 0, dx: 2, dy: 2 },
  { x: 0, y: 1, dx: 1, dy: 2 },
] as const;

const chunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
};

interface Interlaced {
  /** Pixels in the whole. */
  readonly width: number;
  readonly height: number;
  /** Bits of a pixel, all in one channel. */
  readonly depth: number;
  readonly header: Buffer;
  /** Palette and transparency, which each of the seven needs. */
  readonly beside: readonly Chunk[];
  /** What its IDAT chunks unpack to. */
  readonly rows: Buffer;
}

/** The seven pictures of an interlaced PNG of less than 8 bits, read one by one with `read` and put together. */
export const fromPasses = (png: Interlaced, read: (png: Uint8Array) => Pixels): Pixels => {
  const { width, height, depth, beside, rows } = png;
  let [at, channels, data] = [0, 0, new Uint8Array()];
  for (const { x, y, dx, dy } of passes) {
    const [w, h] = [Math.ceil((width - x) / dx), Math.ceil((height - y) / dy)];
    if (w <= 0 || h <= 0) continue;
    const end = at + h * (1 + Math.ceil((w * depth) / 8));
    if (end > rows.length) throw new CannotClean('The PNG is damaged.');
    const header = Buffer.from(png.header);
    header.writeUInt32BE(w, 0);
    header.writeUInt32BE(h, 4);
    header[12] = 0;
    const small = read(
      Buffer.concat([
        pngSignature,
        chunk('IHDR', header),
        ...beside.map(({ whole }) => whole),
        chunk('IDAT', deflateSync(rows.subarray(at, end), { level: 0 })),
        chunk('IEND', Buffer.alloc(0)),
      ]),
    );
    if (channels === 0) [channels, data] = [small.channels, new Uint8Array(width * height * small.channels)];
    for (let row = 0; row < h; row += 1)
      for (let column = 0; column < w; column += 1) {
        const from = (row * w + column) * channels;
        data.set(small.data.subarray(from, from + channels), ((y + row * dy) * width + x + column * dx) * channels);
      }
    at = end;
  }
  return { width, height, channels, data };
};
