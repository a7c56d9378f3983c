import { CannotClean } from './cannot-clean.ts';

/** Pixels are held several times over while a picture is coded anew: about 40 bytes each, well within the function's memory. */
export const MAX_MEGAPIXELS = 16;

/** Told by a picture's header, before anything is unpacked. Sides are in pixels. */
export const assertHoldable = ({ width, height }: { readonly width: number; readonly height: number }): void => {
  if ((width * height) / 1_000_000 > MAX_MEGAPIXELS)
    throw new CannotClean('The picture has too many pixels to be coded anew.');
};

/**
 * Some browsers turn a PNG or WebP as its EXIF says and others do not: nobody knows how it lay on the screen on which
 * its areas were marked.
 */
export const assertUpright = (orientation: number): void => {
  if (orientation !== 1)
    throw new CannotClean('The picture is to be turned when it is shown, which browsers do differently for its type.');
};
