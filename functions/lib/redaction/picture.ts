import { encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import type { Area } from '#shared/permit/redaction/profile.ts';
import { CannotClean } from './cannot-clean.ts';
import { copyLimitsOf } from './copy-limits.ts';
import { orientationOf, stripJpeg } from './jpeg.ts';
import { burn, clearUnseen, upright, type Pixels } from './pixels.ts';
import { pixelsOfPng } from './png-pixels.ts';
import { maySeeThroughPng, stripPng } from './png.ts';
import { MAX_MEGAPIXELS } from './size-limit.ts';
import { NoCodec, pixelsOfWebp, webpOf } from './webp-codec.ts';
import { maySeeThroughWebp, stripWebp } from './webp.ts';

const MAX_DECODER_MB = 700;
const QUALITY = 85;

export interface CleanPicture {
  readonly bytes: Uint8Array;
  /** Something lay under full transparency, and is gone. */
  readonly cleared: boolean;
}

type Clean = (bytes: Uint8Array) => CleanPicture | Promise<CleanPicture>;
type Burn = (bytes: Uint8Array, areas: readonly Area[]) => CleanPicture | Promise<CleanPicture>;

const cleanJpeg: Clean = (bytes) => ({ bytes: stripJpeg(bytes), cleared: false });

const burnJpeg: Burn = (bytes, areas) => {
  const orientation = orientationOf(bytes);
  const { width, height, data } = jpeg.decode(stripJpeg(bytes), {
    useTArray: true,
    maxResolutionInMP: MAX_MEGAPIXELS,
    maxMemoryUsageInMB: MAX_DECODER_MB,
  });
  const pixels = upright({ width, height, data, channels: 4 }, orientation);
  burn(pixels, areas);
  const { data: made } = jpeg.encode({ width: pixels.width, height: pixels.height, data: pixels.data }, QUALITY);
  return { bytes: made, cleared: false };
};

const pngOf = ({ width, height, channels, data }: Pixels) => encodePng({ width, height, channels, data, depth: 8 });

const cleanPng: Clean = (bytes) => {
  if (!maySeeThroughPng(bytes)) return { bytes: stripPng(bytes), cleared: false };
  const pixels = pixelsOfPng(bytes);
  const cleared = clearUnseen(pixels);
  // Which place of a palette a see-through pixel names can hide something, too, when all such places have one colour.
  return { bytes: cleared || pixels.indexed ? pngOf(pixels) : stripPng(bytes), cleared };
};

const burnPng: Burn = (bytes, areas) => {
  const pixels = pixelsOfPng(bytes);
  burn(pixels, areas);
  const cleared = clearUnseen(pixels);
  return { bytes: pngOf(pixels), cleared };
};

const cleanWebp: Clean = async (bytes) => {
  if (!maySeeThroughWebp(bytes)) return { bytes: stripWebp(bytes), cleared: false };
  const pixels = await pixelsOfWebp(stripWebp(bytes));
  const cleared = clearUnseen(pixels);
  return { bytes: cleared ? await webpOf(pixels, QUALITY) : stripWebp(bytes), cleared };
};

const burnWebp: Burn = async (bytes, areas) => {
  const pixels = await pixelsOfWebp(stripWebp(bytes));
  burn(pixels, areas);
  const cleared = clearUnseen(pixels);
  return { bytes: await webpOf(pixels, QUALITY), cleared };
};

interface Way {
  readonly clean: Clean;
  readonly burn: Burn;
}

const ways: Readonly<Record<string, Way>> = {
  'image/jpeg': { clean: cleanJpeg, burn: burnJpeg },
  'image/png': { clean: cleanPng, burn: burnPng },
  'image/webp': { clean: cleanWebp, burn: burnWebp },
};

/**
 * A copy of a picture without what stands beside its pixels or lies under full transparency, and with the areas black
 * in it. It is of the same type, and the given bytes stay as they are.
 */
export const redactPicture = async (
  contentType: string,
  bytes: Uint8Array,
  areas: readonly Area[],
): Promise<CleanPicture> => {
  const { unmarked, marked } = copyLimitsOf(contentType, bytes);
  const limit = areas.length === 0 ? unmarked : marked;
  const way = ways[contentType];
  if (limit !== undefined || way === undefined) throw new CannotClean(limit);
  try {
    return await (areas.length === 0 ? way.clean(bytes) : way.burn(bytes, areas));
  } catch (error) {
    // A decoder says what is wrong with a file in many ways; each of them means that it cannot be shown.
    if (error instanceof CannotClean || error instanceof NoCodec) throw error;
    throw new CannotClean('The picture could not be read.', { cause: error });
  }
};
