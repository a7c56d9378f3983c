import type { Area } from '#shared/permit/redaction/profile.ts';

export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** `channels` bytes for each pixel, row by row. */
  readonly data: Uint8Array;
  readonly channels: number;
}

/** Where a pixel of the upright picture lies in the stored one, for each way a camera can be held (EXIF 2.32). */
const stored: Readonly<Record<number, (x: number, y: number, w: number, h: number) => readonly [number, number]>> = {
  2: (x, y, w) => [w - 1 - x, y],
  3: (x, y, w, h) => [w - 1 - x, h - 1 - y],
  4: (x, y, _w, h) => [x, h - 1 - y],
  5: (x, y) => [y, x],
  6: (x, y, _w, h) => [y, h - 1 - x],
  7: (x, y, w, h) => [w - 1 - y, h - 1 - x],
  8: (x, y, w) => [w - 1 - y, x],
};

/** The picture as people see it, so that areas lie where they were marked. */
export const upright = (pixels: Pixels, orientation: number): Pixels => {
  const from = stored[orientation];
  if (from === undefined) return pixels;
  const { width: w, height: h, channels, data } = pixels;
  const [width, height] = orientation >= 5 ? [h, w] : [w, h];
  const turned = new Uint8Array(data.length);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const [sx, sy] = from(x, y, w, h);
      const [to, at] = [(y * width + x) * channels, (sy * w + sx) * channels];
      for (let c = 0; c < channels; c += 1) turned[to + c] = data[at + c] ?? 0;
    }
  return { width, height, channels, data: turned };
};

const HIDDEN = 0;
const OPAQUE = 255;
const hasAlpha = (channels: number) => channels === 2 || channels === 4;

/**
 * Takes away the colours under full transparency, which no viewer shows and any tool brings back. Says whether there
 * were any.
 */
export const clearUnseen = ({ channels, data }: Pixels): boolean => {
  if (!hasAlpha(channels)) return false;
  let found = false;
  for (let alpha = channels - 1; alpha < data.length; alpha += channels) {
    if (data[alpha] !== HIDDEN) continue;
    for (let at = alpha - channels + 1; at < alpha; at += 1) {
      if (data[at] === HIDDEN) continue;
      data[at] = HIDDEN;
      found = true;
    }
  }
  return found;
};

/** Overwrites every pixel that an area touches, even in part, with black that nothing shines through. */
export const burn = ({ width, height, channels, data }: Pixels, areas: readonly Area[]): void => {
  for (const area of areas) {
    const [left, right] = [Math.floor(area.x * width), Math.min(width, Math.ceil((area.x + area.width) * width))];
    const [top, bottom] = [Math.floor(area.y * height), Math.min(height, Math.ceil((area.y + area.height) * height))];
    for (let y = top; y < bottom; y += 1) {
      data.fill(HIDDEN, (y * width + left) * channels, (y * width + right) * channels);
      for (let x = left; hasAlpha(channels) && x < right; x += 1)
        data[(y * width + x) * channels + channels - 1] = OPAQUE;
    }
  }
};

/** How much of a picture an area covers, for the log. */
export const shareOf = ({ width, height }: Area): string => {
  const percent = Math.round(width * height * 100);
  return percent < 1 ? 'less than 1 % of the picture' : `about ${percent} % of the picture`;
};
