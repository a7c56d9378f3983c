import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Pixels } from './pixels.ts';

interface Codec {
  readonly decode: (webp: Uint8Array) => { width: number; height: number; data: Uint8ClampedArray } | null;
  readonly encode: (rgba: Uint8Array, width: number, height: number, options: object) => Uint8Array | null;
}
type Loaded<Name extends keyof Codec> = (options: {
  readonly noInitialRun: true;
  readonly wasmBinary: Uint8Array;
}) => Promise<Pick<Codec, Name>>;

/** What decodes is not there: that is an error of the system, and says nothing of the picture. */
export class NoCodec extends Error {}

const { resolve } = createRequire(import.meta.filename);

/**
 * A module of libwebp for one picture. It never gives memory back, and one picture can take half a gigabyte: so it goes
 * with its picture, and is made anew in some hundredths of a second.
 */
const load = async <Name extends keyof Codec>(
  module: Promise<{ readonly default: unknown }>,
  file: string,
): Promise<Pick<Codec, Name>> => {
  try {
    const factory = (await module).default as Loaded<Name>;
    const wasmBinary = await readFile(resolve(`@jsquash/webp/codec/${file}.wasm`));
    return await factory({ noInitialRun: true, wasmBinary });
  } catch (error) {
    throw new NoCodec('The library for WebP pictures cannot be loaded.', { cause: error });
  }
};

const CHANNELS = 4;

/** The pixels of a still WebP picture, with alpha. */
export const pixelsOfWebp = async (webp: Uint8Array): Promise<Pixels> => {
  const { decode } = await load<'decode'>(import('@jsquash/webp/codec/dec/webp_dec.js'), 'dec/webp_dec');
  const picture = decode(webp);
  if (picture === null) throw new Error('libwebp could not read the picture.');
  const { width, height, data } = picture;
  return { width, height, channels: CHANNELS, data: new Uint8Array(data.buffer, data.byteOffset, data.byteLength) };
};

/** A WebP picture of pixels with alpha; `quality` from 0 to 100. Colours under full transparency are not kept. */
export const webpOf = async ({ width, height, data }: Pixels, quality: number): Promise<Uint8Array> => {
  const { encode } = await load<'encode'>(import('@jsquash/webp/codec/enc/webp_enc_simd.js'), 'enc/webp_enc_simd');
  const { defaultOptions } = await import('@jsquash/webp/meta.js');
  const webp = encode(data, width, height, { ...defaultOptions, quality });
  if (webp === null) throw new Error('libwebp could not write the picture.');
  return Uint8Array.from(webp);
};
