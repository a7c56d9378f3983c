/** A rectangle in shares of a picture's width and height, from its top left. */
export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface Spot {
  readonly x: number;
  readonly y: number;
}

/** Smaller ones hide nothing and are hard to find again. */
export const LEAST = 0.01;
/** One press of an arrow key. */
export const STEP = 0.01;

const between = (low: number, value: number, high: number) => Math.min(Math.max(value, low), high);
/** A tenth of a percent: finer is neither seen nor typed. */
const rounded = (share: number) => Math.round(share * 1000) / 1000;

/** Inside the picture and large enough. */
export const fitted = ({ x, y, width, height }: Rect): Rect => {
  const [left, top] = [rounded(between(0, x, 1 - LEAST)), rounded(between(0, y, 1 - LEAST))];
  return {
    x: left,
    y: top,
    width: rounded(between(LEAST, width, 1 - left)),
    height: rounded(between(LEAST, height, 1 - top)),
  };
};

export const moved = (rect: Rect, by: Spot): Rect =>
  fitted({
    ...rect,
    x: between(0, rect.x + by.x, 1 - rect.width),
    y: between(0, rect.y + by.y, 1 - rect.height),
  });

export const resized = (rect: Rect, by: Spot): Rect =>
  fitted({ ...rect, width: rect.width + by.x, height: rect.height + by.y });

/** Drawn from one corner to the other, in any direction. */
export const drawn = (from: Spot, to: Spot): Rect =>
  fitted({
    x: Math.min(from.x, to.x),
    y: Math.min(from.y, to.y),
    width: Math.abs(to.x - from.x),
    height: Math.abs(to.y - from.y),
  });

const arrows: Readonly<Record<string, Spot>> = {
  ArrowLeft: { x: -STEP, y: 0 },
  ArrowRight: { x: STEP, y: 0 },
  ArrowUp: { x: 0, y: -STEP },
  ArrowDown: { x: 0, y: STEP },
};

/** Arrow keys move, with Shift they change the size; undefined for any other key. */
export const byKey = (rect: Rect, { key, shiftKey }: { key: string; shiftKey: boolean }): Rect | undefined => {
  const by = arrows[key];
  return by && (shiftKey ? resized(rect, by) : moved(rect, by));
};

export const percentText = (share: number): string => String(Math.round(share * 1000) / 10);

/** A side as somebody typed it, in percent; undefined while it is no number of a picture. */
export const withSide = (rect: Rect, side: keyof Rect, typed: string): Rect | undefined => {
  const percent = Number(typed.trim().replace(',', '.'));
  if (typed.trim() === '' || !Number.isFinite(percent) || percent < 0 || percent > 100) return undefined;
  return fitted({ ...rect, [side]: percent / 100 });
};

export const placeText = ({ x, y, width, height }: Rect): string =>
  `${percentText(x)} % from the left, ${percentText(y)} % from the top, ${percentText(width)} % wide, ${percentText(height)} % high`;
