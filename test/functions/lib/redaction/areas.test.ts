import { decode as decodePng } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { redactFile } from '#functions/lib/redaction/file.ts';
import { MAX_MEGAPIXELS } from '#functions/lib/redaction/size-limit.ts';
import { pixelsOfWebp, webpOf } from '#functions/lib/redaction/webp-codec.ts';
import { aPng, aWebp, HIDDEN } from '#test/support/files-with-secrets.ts';
import { adam7, extendedWebp, pngChunk, pngOf, tiffTurned } from '#test/support/pictures.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';

const id = '0199b000-0000-7000-8000-000000000007';
const leftHalf = aProfile(aRule({ kind: 'areas', file: id, areas: [{ x: 0, y: 0, width: 0.5, height: 1 }] }));
const redacted = (contentType: string, bytes: Uint8Array) => redactFile(leftHalf, { id, contentType, bytes });

interface Seen {
  readonly width: number;
  readonly channels: number;
  readonly data: ArrayLike<number>;
}
/** The samples of the pixel in a column of the second row. */
const at = ({ width, channels, data }: Seen, x: number): number[] =>
  Array.from({ length: channels }, (_, c) => data[(width + x) * channels + c] ?? -1);

const madePng = async (png: Buffer) => {
  const { bytes, slip } = await redacted('image/png', png);
  if (bytes === undefined) throw new Error(slip);
  expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/PLTE|tRNS|tEXt|iCCP|eXIf/);
  const picture = decodePng(bytes);
  expect(picture.depth).toBe(8);
  return picture;
};

const size = { width: 4, height: 3 };
const palette = pngChunk('PLTE', Buffer.from([200, 0, 0, 0, 150, 0, 0, 0, 100, 9, 9, 9]));
const secret = pngChunk('tEXt', Buffer.from(`Author\0${HIDDEN}`));

describe('an area of a PNG', () => {
  it.each([
    ['8 bits', 8, [3, 2, 1, 0]],
    ['4 bits', 4, [0x32, 0x10]],
    ['2 bits', 2, [0b11_10_01_00]],
  ])('with a palette of %s is black, and the other colours stay', async (_what, depth, row) => {
    const picture = await madePng(
      pngOf({ ...size, depth, colour: 'palette', row: Buffer.from(row), chunks: [palette, secret] }),
    );
    expect([0, 1, 2, 3].map((x) => at(picture, x))).toEqual([
      ...[
        [0, 0, 0],
        [0, 0, 0],
      ],
      ...[
        [0, 150, 0],
        [200, 0, 0],
      ],
    ]);
  });

  it('of one bit is black, also where rows end within a byte', async () => {
    const picture = await madePng(
      pngOf({ width: 10, height: 3, depth: 1, colour: 'grey', row: Buffer.from([0xff, 0b01_000000]) }),
    );
    expect(Array.from({ length: 10 }, (_, x) => at(picture, x)[0])).toEqual([0, 0, 0, 0, 0, 255, 255, 255, 0, 255]);
  });

  it('with see-through colours is opaque, and the rest stays as see-through as it was, with nothing under it', async () => {
    const clear = pngChunk('tRNS', Buffer.from([255, 0, 128]));
    const picture = await madePng(
      pngOf({ ...size, depth: 8, colour: 'palette', row: Buffer.from([1, 1, 2, 1]), chunks: [palette, clear] }),
    );
    expect([0, 1, 2, 3].map((x) => at(picture, x))).toEqual([
      ...[
        [0, 0, 0, 255],
        [0, 0, 0, 255],
      ],
      ...[
        [0, 0, 100, 128],
        [0, 0, 0, 0],
      ],
    ]);
  });

  it('with one colour that counts as see-through keeps it so, and a neighbour of it opaque', async () => {
    const clear = pngChunk('tRNS', Buffer.from([0, 10, 0, 20, 0, 30]));
    const row = Buffer.from(
      [
        [10, 20, 30],
        [1, 2, 3],
        [10, 20, 30],
        [10, 20, 31],
      ].flat(),
    );
    const picture = await madePng(pngOf({ ...size, depth: 8, colour: 'colour', row, chunks: [clear] }));
    expect([0, 1, 2, 3].map((x) => at(picture, x))).toEqual([
      ...[
        [0, 0, 0, 255],
        [0, 0, 0, 255],
      ],
      ...[
        [0, 0, 0, 0],
        [10, 20, 31, 255],
      ],
    ]);
  });

  it.each([
    [
      'grey',
      [
        [0x80, 0x80],
        [0xff, 0xff],
        [0x80, 0x80],
        [0xff, 0xff],
      ].flat(),
      [[0], [0], [128], [255]],
    ],
    [
      'greyAlpha',
      [
        [0x80, 0x80, 0xff, 0xff],
        [0, 0, 0, 0],
        [0xff, 0xff, 0, 0],
        [0x80, 0x80, 0xff, 0xff],
      ].flat(),
      [
        ...[
          [0, 255],
          [0, 255],
        ],
        ...[
          [0, 0],
          [128, 255],
        ],
      ],
    ],
  ] as const)('of 16 bits, %s, is black', async (colour, row, seen) => {
    const picture = await madePng(pngOf({ ...size, depth: 16, colour, row: Buffer.from(row) }));
    expect([0, 1, 2, 3].map((x) => at(picture, x))).toEqual(seen);
  });

  it('of colours that only suggests a palette is black, and its colours are not taken from there', async () => {
    const row = Buffer.from(
      [
        [1, 1, 1],
        [2, 2, 2],
        [3, 3, 3],
        [4, 5, 6],
      ].flat(),
    );
    const picture = await madePng(pngOf({ ...size, depth: 8, colour: 'colour', row, chunks: [palette] }));
    expect([0, 3].map((x) => at(picture, x))).toEqual([
      [0, 0, 0],
      [4, 5, 6],
    ]);
  });

  it('that is interlaced is black where it was marked', async () => {
    // Adam7 of 2 × 2 pixels: pass 1 has the first, pass 6 the second, pass 7 the lower row.
    const pixels = Buffer.from([0, 200, 0, 150, 0, 100, 50]);
    const picture = await madePng(
      pngOf({ width: 2, height: 2, depth: 8, colour: 'grey', row: Buffer.alloc(0), interlaced: true, pixels }),
    );
    expect(Array.from(picture.data)).toEqual([0, 150, 0, 50]);
  });

  it.each([
    ['grey', 'grey', [], (bit: number) => [bit * 255]],
    ['a palette', 'palette', [palette], (bit: number) => (bit === 0 ? [200, 0, 0] : [0, 150, 0])],
  ] as const)(
    'that is interlaced, of one bit and %s, is black where it was marked',
    async (_what, colour, chunks, of) => {
      // Adam7 of 10 × 9 pixels, each bit of a row to its pass.
      const bits = Array.from({ length: 9 }, (_, y) => Array.from({ length: 10 }, (_, x) => ((x * 3 + y * 5) % 7) & 1));
      const pixels = Buffer.from(adam7(bits));
      const picture = await madePng(
        pngOf({ width: 10, height: 9, depth: 1, colour, row: Buffer.alloc(0), interlaced: true, pixels, chunks }),
      );
      const seen = bits.map((row) => row.map((bit, x) => (x < 5 ? of(0).map(() => 0) : of(bit))));
      expect(Array.from(picture.data)).toEqual(seen.flat(2));
    },
  );

  it.each([
    [
      'turned by its EXIF, as some browsers show it',
      pngOf({ ...size, depth: 8, colour: 'grey', row: Buffer.alloc(4), chunks: [pngChunk('eXIf', tiffTurned(6))] }),
      'to be turned',
    ],
    [
      'a bomb, which unpacks to more than it has pixels',
      pngOf({ ...size, depth: 8, colour: 'grey', row: Buffer.alloc(0), pixels: Buffer.alloc(20_000_000) }),
      'could not be read',
    ],
  ])('withholds the PNG when it is %s', async (_what, png, why) => {
    const { bytes, slip } = await redacted('image/png', png);
    expect(bytes).toBeUndefined();
    expect(slip).toContain(why);
  });

  it('withholds a PNG with more pixels than can be held', async () => {
    const side = Math.ceil(Math.sqrt(MAX_MEGAPIXELS * 1_000_000)) + 8;
    const header = Buffer.from(aPng());
    header.writeUInt32BE(side, 16);
    header.writeUInt32BE(side, 20);
    expect((await redacted('image/png', header)).slip).toContain('too many pixels');
  });
});

describe('an area of a WebP picture', () => {
  /** Green on the left, see-through white on the right. */
  const twoHalves = () => {
    const [width, height] = [64, 32];
    const data = new Uint8Array(width * height * 4);
    for (let pixel = 0; pixel < width * height; pixel += 1)
      data.set(pixel % width < 32 ? [0, 200, 0, 255] : [255, 255, 255, 100], pixel * 4);
    return webpOf({ width, height, channels: 4, data }, 100);
  };

  it('is black in its pixels, and the rest is as it was', async () => {
    const { bytes, deletions } = await redacted('image/webp', await twoHalves());
    const picture = await pixelsOfWebp(bytes ?? Buffer.alloc(0));
    expect([picture.width, picture.height]).toEqual([64, 32]);
    const left = Array.from({ length: 28 }, (_, x) => at(picture, x));
    expect(Math.max(...left.flatMap(([r, g, b]) => [r ?? 255, g ?? 255, b ?? 255]))).toBeLessThan(20);
    expect(left.every(([, , , alpha]) => alpha === 255)).toBe(true);
    const [red = 0, green = 0, , alpha = 0] = at(picture, 50);
    expect([red > 235, green > 235, alpha]).toEqual([true, true, 100]);
    expect(deletions).toContainEqual(expect.objectContaining({ kind: 'area', place: 'Picture, area 1 of 1' }));
  });

  it('leaves no word of what stood beside them', async () => {
    const { bytes } = await redacted('image/webp', await aWebp());
    expect(Buffer.from(bytes ?? 'withheld').toString('latin1')).not.toMatch(/withheld|EXIF|XMP|ICCP|Sample/);
  });

  it.each([
    ['moves', { ANIM: Buffer.alloc(6) }, 'moves'],
    ['is turned by its EXIF', { EXIF: tiffTurned(8) }, 'to be turned'],
    [
      'is turned by EXIF as cameras write it',
      { EXIF: Buffer.concat([Buffer.from('Exif\0\0'), tiffTurned(8)]) },
      'to be turned',
    ],
  ])('withholds one that %s', async (_what, beside, why) => {
    const { bytes, slip } = await redacted(
      'image/webp',
      extendedWebp(await twoHalves(), { width: 64, height: 32 }, beside),
    );
    expect(bytes).toBeUndefined();
    expect(slip).toContain(why);
  });

  it.each([
    ['lossy', 'VP8 ', (frame: Buffer) => frame.writeUInt32LE(0x2000_2000, 6)],
    ['lossless', 'VP8L', (frame: Buffer) => frame.writeUInt32LE(0x0fff_ffff, 1)],
  ] as const)(
    'withholds a %s one with more pixels than can be held, before it is read',
    async (_what, type, enlarge) => {
      const frame = Buffer.alloc(20);
      enlarge(frame);
      const body = Buffer.concat([Buffer.from(`WEBP${type}`), Buffer.from([20, 0, 0, 0]), frame]);
      const webp = Buffer.concat([Buffer.from('RIFF'), Buffer.from([body.length, 0, 0, 0]), body]);
      expect((await redacted('image/webp', webp)).slip).toContain('too many pixels');
    },
  );
});
