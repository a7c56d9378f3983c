import { decode as decodePng, encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import type { Area } from '#shared/permit/redaction/profile.ts';
import { CannotClean, orientationOf, stripJpeg } from './jpeg.ts';
import { burn, upright } from './pixels.ts';
import { chunksOf, stripPng } from './png.ts';
import { stripWebp } from './webp.ts';

/** Pixels are held several times over while a picture is coded anew: about 40 bytes each, well within the function's memory. */
export const MAX_MEGAPIXELS = 16;
const MAX_DECODER_MB = 700;
const QUALITY = 85;

const burnJpeg = (bytes: Uint8Array, areas: readonly Area[]): Uint8Array => {
  const orientation = orientationOf(bytes);
  const { width, height, data } = jpeg.decode(stripJpeg(bytes), {
    useTArray: true,
    maxResolutionInMP: MAX_MEGAPIXELS,
    maxMemoryUsageInMB: MAX_DECODER_MB,
  });
  const pixels = upright({ width, height, data, channels: 4 }, orientation);
  burn(pixels, areas);
  return jpeg.encode({ width: pixels.width, height: pixels.height, data: pixels.data }, QUALITY).data;
};

const pngSize = (bytes: Uint8Array): number => {
  const [header] = chunksOf(bytes);
  if (header?.type !== 'IHDR' || header.data.length < 8) throw new CannotClean('The PNG is damaged.');
  return (header.data.readUInt32BE(0) * header.data.readUInt32BE(4)) / 1_000_000;
};

const burnPng = (bytes: Uint8Array, areas: readonly Area[]): Uint8Array => {
  if (pngSize(bytes) > MAX_MEGAPIXELS) throw new CannotClean('The PNG has too many pixels to be coded anew.');
  const png = decodePng(stripPng(bytes));
  if (png.depth !== 8 || png.palette !== undefined || !(png.data instanceof Uint8Array))
    throw new CannotClean('Areas can be blackened in PNG pictures of 8 bits without a palette only.');
  const { width, height, channels, data } = png;
  burn({ width, height, channels, data }, areas);
  return encodePng({ width, height, channels, data, depth: 8 });
};

const ways: Readonly<
  Record<string, { strip: (b: Uint8Array) => Uint8Array; burn?: (b: Uint8Array, areas: readonly Area[]) => Uint8Array }>
> = {
  'image/jpeg': { strip: stripJpeg, burn: burnJpeg },
  'image/png': { strip: stripPng, burn: burnPng },
  'image/webp': { strip: stripWebp },
};

/** A copy of a picture without what stands beside its pixels, and with the areas black in them. The given bytes stay as they are. */
export const redactPicture = (contentType: string, bytes: Uint8Array, areas: readonly Area[]): Uint8Array => {
  const way = ways[contentType];
  if (way === undefined) throw new CannotClean('Pictures of this type cannot be read here.');
  if (areas.length === 0) return way.strip(bytes);
  if (way.burn === undefined) throw new CannotClean('Areas of pictures of this type cannot be blackened here.');
  try {
    return way.burn(bytes, areas);
  } catch (error) {
    // A decoder says what is wrong with a file in many ways; each of them means that it cannot be shown.
    if (error instanceof CannotClean) throw error;
    throw new CannotClean('The picture could not be read.', { cause: error });
  }
};
