import { encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import type { Area } from '#shared/permit/redaction/profile.ts';
import { CannotClean } from './cannot-clean.ts';
import { orientationOf, stripJpeg } from './jpeg.ts';
import { burn, upright } from './pixels.ts';
import { pixelsOfPng } from './png-pixels.ts';
import { stripPng } from './png.ts';
import { assertHoldable, assertUpright, MAX_MEGAPIXELS } from './size-limit.ts';
import { NoCodec, pixelsOfWebp, webpOf } from './webp-codec.ts';
import { orientationOfWebp, sizeOfWebp, stripWebp } from './webp.ts';

const MAX_DECODER_MB = 700;
const QUALITY = 85;

type Burn = (bytes: Uint8Array, areas: readonly Area[]) => Uint8Array | Promise<Uint8Array>;

const burnJpeg: Burn = (bytes, areas) => {
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

const burnPng: Burn = (bytes, areas) => {
  const pixels = pixelsOfPng(bytes);
  burn(pixels, areas);
  return encodePng({ ...pixels, depth: 8 });
};

const burnWebp: Burn = async (bytes, areas) => {
  assertHoldable(sizeOfWebp(bytes));
  assertUpright(orientationOfWebp(bytes));
  const pixels = await pixelsOfWebp(stripWebp(bytes));
  burn(pixels, areas);
  return webpOf(pixels, QUALITY);
};

const ways: Readonly<Record<string, { readonly strip: (bytes: Uint8Array) => Uint8Array; readonly burn: Burn }>> = {
  'image/jpeg': { strip: stripJpeg, burn: burnJpeg },
  'image/png': { strip: stripPng, burn: burnPng },
  'image/webp': { strip: stripWebp, burn: burnWebp },
};

/**
 * A copy of a picture without what stands beside its pixels, and with the areas black in them. It is of the same type,
 * and the given bytes stay as they are.
 */
export const redactPicture = async (
  contentType: string,
  bytes: Uint8Array,
  areas: readonly Area[],
): Promise<Uint8Array> => {
  const way = ways[contentType];
  if (way === undefined) throw new CannotClean('Pictures of this type cannot be read here.');
  if (areas.length === 0) return way.strip(bytes);
  try {
    return await way.burn(bytes, areas);
  } catch (error) {
    // A decoder says what is wrong with a file in many ways; each of them means that it cannot be shown.
    if (error instanceof CannotClean || error instanceof NoCodec) throw error;
    throw new CannotClean('The picture could not be read.', { cause: error });
  }
};
