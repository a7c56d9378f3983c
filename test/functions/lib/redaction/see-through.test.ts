import encodeWebp, { init } from '@jsquash/webp/encode.js';
import { decode as decodePng } from 'fast-png';
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { beforeAll, describe, expect, it } from 'vitest';
import { redactFile } from '#functions/lib/redaction/file.ts';
import { MAX_MEGAPIXELS } from '#functions/lib/redaction/size-limit.ts';
import { Search } from '#functions/lib/redaction/search.ts';
import { pixelsOfWebp } from '#functions/lib/redaction/webp-codec.ts';
import { HIDDEN } from '#test/support/files-with-secrets.ts';
import { adam7, pngChunk, pngOf } from '#test/support/pictures.ts';
import { aProfile } from '#test/support/redaction.ts';

const id = '0199b000-0000-7000-8000-000000000007';
const redacted = async (contentType: string, bytes: Uint8Array) => {
  const { bytes: made, slip, deletions } = await redactFile(aProfile(), { id, contentType, bytes });
  if (made === undefined) throw new Error(slip);
  return { made: Buffer.from(made), amount: deletions[0]?.amount };
};

const palette = pngChunk('PLTE', Buffer.from([200, 0, 0, 0, 150, 0, 0, 0, 100, 0, 0, 100]));
/** Two places of the palette are see-through, and have one colour: only which of them it is says something. */
const clear = pngChunk('tRNS', Buffer.from([255, 255, 0, 0]));
const size = { width: 4, height: 3 };

/** A row of four pixels: the first two are seen, the last two are see-through with `a` and `b` under it. */
const kinds = [
  ['grey and alpha, 8 bits', 8, 'greyAlpha', (a, b) => [9, 255, 80, 128, a, 0, b, 0]],
  ['grey and alpha, 16 bits', 16, 'greyAlpha', (a, b) => [9, 9, 255, 255, 80, 80, 128, 128, a, a, 0, 0, b, b, 0, 0]],
  ['colours and alpha, 8 bits', 8, 'colourAlpha', (a, b) => [9, 9, 9, 255, 80, 8, 0, 128, a, b, a, 0, b, a, b, 0]],
  [
    'colours and alpha, 16 bits',
    16,
    'colourAlpha',
    (a, b) => [
      ...[9, 9, 9, 9, 9, 9, 255, 255],
      ...[80, 80, 8, 8, 0, 0, 128, 128],
      ...[a, 0, b, 0, a, 0, 0, 0],
      ...[b, 0, a, 0, b, 0, 0, 0],
    ],
  ],
  ['a palette, 8 bits', 8, 'palette', (a, b) => [0, 1, 2 + (a & 1), 2 + (b & 1)]],
  ['a palette, 4 bits', 4, 'palette', (a, b) => [0x01, ((2 + (a & 1)) << 4) | (2 + (b & 1))]],
  ['a palette, 2 bits', 2, 'palette', (a, b) => [0b0001_0000 | ((2 + (a & 1)) << 2) | (2 + (b & 1))]],
] as const satisfies readonly [string, number, string, (a: number, b: number) => number[]][];

describe('an unmarked PNG', () => {
  it.each(kinds)('of %s has nothing under its see-through parts', async (_what, depth, colour, row) => {
    const chunks = colour === 'palette' ? [palette, clear] : [];
    const of = (a: number, b: number) =>
      redacted('image/png', pngOf({ ...size, depth, colour, row: Buffer.from(row(a, b)), chunks }));
    const [{ made }, other] = [await of(30, 41), await of(51, 60)];
    expect(made).toEqual(other.made);
    const { channels, data } = decodePng(made);
    const pixel = (x: number) => Array.from(data.slice(x * channels, (x + 1) * channels));
    expect([pixel(2), pixel(3)]).toEqual([Array(channels).fill(0), Array(channels).fill(0)]);
    const [first, second] =
      {
        2: [
          [9, 255],
          [80, 128],
        ],
        4: [
          [9, 9, 9, 255],
          [80, 8, 0, 128],
        ],
      }[channels] ?? [];
    if (colour !== 'palette') expect([pixel(0), pixel(1)]).toEqual([first, second]);
    else expect([pixel(0), pixel(1)]).toEqual([[200, 0, 0, 255], [0, 150, 0, 255]]); // prettier-ignore
  });

  it('of one bit that is interlaced has nothing under its see-through parts', async () => {
    const both = pngChunk('tRNS', Buffer.from([0, 0]));
    const of = (turn: number) =>
      redacted(
        'image/png',
        pngOf({
          ...{ width: 9, height: 9, depth: 1, colour: 'palette', interlaced: true, row: Buffer.alloc(0) },
          pixels: Buffer.from(adam7(Array.from({ length: 9 }, (_, y) => Array.from({ length: 9 }, (_, x) => (x + y * turn) & 1)))), // prettier-ignore
          chunks: [pngChunk('PLTE', Buffer.from([1, 2, 3, 4, 5, 6])), both],
        }),
      );
    expect((await of(0)).made).toEqual((await of(1)).made);
  });

  it('of which one colour counts as see-through has that colour nowhere', async () => {
    const row = Buffer.from([7, 200, 7, 90]);
    const chunks = [pngChunk('tRNS', Buffer.from([0, 7]))];
    const { made } = await redacted('image/png', pngOf({ ...size, depth: 8, colour: 'grey', row, chunks }));
    expect(Array.from(decodePng(made).data.slice(0, 8))).toEqual([0, 0, 200, 255, 0, 0, 90, 255]);
  });

  it('that hid a name there holds it nowhere, and the log says that something was removed', async () => {
    const name = Buffer.from(HIDDEN);
    const row = Buffer.from([...name].flatMap((letter) => [letter, 0]));
    const png = pngOf({ width: name.length, height: 2, depth: 8, colour: 'greyAlpha', row, plain: true });
    const found = (bytes: Uint8Array) =>
      new Search([HIDDEN]).inStream(new Blob([Uint8Array.from(bytes)]).stream(), false);
    expect(await found(png)).toBe(true);
    const { made, amount } = await redacted('image/png', png);
    expect(await found(made)).toBe(false);
    expect(amount).toBe('data about the picture, colours under its see-through parts');
  });

  it('with nothing under its see-through parts keeps every bit of its pixels', async () => {
    const row = Buffer.from([1, 2, 3, 4, 5, 6, 255, 255, ...Array<number>(24).fill(0)]);
    const png = pngOf({ ...size, depth: 16, colour: 'colourAlpha', row });
    expect(await redacted('image/png', png)).toEqual({ made: png, amount: 'data about the picture' });
  });

  it('without alpha is not unpacked', async () => {
    const side = Math.ceil(Math.sqrt(MAX_MEGAPIXELS * 1_000_000)) + 8;
    const png = pngOf({ width: side, height: side, depth: 8, colour: 'colour', row: Buffer.alloc(0) });
    expect((await redacted('image/png', png)).made).toEqual(png);
  });

  it('with alpha that cannot be unpacked is withheld', async () => {
    const png = pngOf({ ...size, depth: 8, colour: 'colourAlpha', row: Buffer.alloc(1) });
    await expect(redacted('image/png', png)).rejects.toThrow('withheld whole');
  });
});

describe('an unmarked WebP picture', () => {
  const side = 64;
  beforeAll(async () => {
    const wasm = createRequire(import.meta.filename).resolve('@jsquash/webp/codec/enc/webp_enc_simd.wasm');
    await init(await WebAssembly.compile(await readFile(wasm)));
  });
  /** Green on the left; on the right see-through, with squares of `under` on black there. */
  const webpWith = async (under: number, lossless: 0 | 1) => {
    const data = new Uint8ClampedArray(side * side * 4);
    for (let at = 0; at < side * side; at += 1) {
      const [x, y] = [at % side, Math.floor(at / side)];
      const square = ((x >> 3) ^ (y >> 3)) & 1 ? under : 0;
      data.set(x < side / 2 ? [0, 200, 0, 255] : [square, square, square, 0], at * 4);
    }
    const picture = { data, width: side, height: side, colorSpace: 'srgb' } as ImageData;
    return new Uint8Array(await encodeWebp(picture, { lossless, exact: 1, quality: 90 }));
  };
  /** How far apart the greens of its see-through part are. What is coded with losses runs over a little from what is seen. */
  const spread = async (webp: Uint8Array) => {
    const { data } = await pixelsOfWebp(webp);
    const greens = Array.from({ length: side * side }, (_, at) => data[at * 4 + 1] ?? 0).filter(
      (_, at) => at % side > side / 2 + 8,
    );
    return Math.max(...greens) - Math.min(...greens);
  };

  it.each([
    ['lossless', 1],
    ['lossy', 0],
  ] as const)('of the %s kind has nothing under its see-through parts', async (_what, lossless) => {
    const webp = await webpWith(255, lossless);
    expect(await spread(webp)).toBeGreaterThan(200);
    const { made, amount } = await redacted('image/webp', webp);
    expect(await spread(made)).toBeLessThan(20);
    expect(amount).toContain('see-through');
    const [red = 255, green = 0, , alpha] = (await pixelsOfWebp(made)).data;
    expect([red < 20, green > 180, alpha]).toEqual([true, true, 255]);
  });

  it('is the same whatever lay there', async () => {
    const [one, other] = [await webpWith(255, 1), await webpWith(90, 1)];
    expect((await redacted('image/webp', one)).made).toEqual((await redacted('image/webp', other)).made);
  });

  it('with nothing there keeps every bit of its pixels', async () => {
    const webp = await webpWith(0, 1);
    expect((await redacted('image/webp', webp)).made).toEqual(Buffer.from(webp));
  });
});
