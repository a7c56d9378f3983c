export type Shape = 'circle' | 'triangle' | 'square' | 'diamond' | 'cross';

/** Corners on a grid from -1 to 1, y downwards. A circle has none. */
const corners: Readonly<Record<Exclude<Shape, 'circle'>, readonly (readonly [number, number])[]>> = {
  triangle: [
    [0, -1],
    [1, 0.8],
    [-1, 0.8],
  ],
  square: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  diamond: [
    [0, -1],
    [1, 0],
    [0, 1],
    [-1, 0],
  ],
  cross: [
    [-0.35, -1],
    [0.35, -1],
    [0.35, -0.35],
    [1, -0.35],
    [1, 0.35],
    [0.35, 0.35],
    [0.35, 1],
    [-0.35, 1],
    [-0.35, 0.35],
    [-1, 0.35],
    [-1, -0.35],
    [-0.35, -0.35],
  ],
};

const scaled = (shape: Exclude<Shape, 'circle'>, size: number, radius: number) =>
  corners[shape].map(([x, y]) => `${size / 2 + x * radius} ${size / 2 + y * radius}`);

/** The same mark for the legend, as an SVG path in a box of that size. */
export const markPath = (shape: Shape, size: number): string => {
  const r = size / 2 - 2;
  if (shape === 'circle') return `M${size / 2} 2a${r} ${r} 0 1 0 .01 0z`;
  return `M${scaled(shape, size, r).join('L')}z`;
};

/** A mark as pixels for the map, with a white rim so that marks that overlap can be told apart. */
export const markImage = (shape: Shape, colour: string, size: number): ImageData | undefined => {
  const canvas = document.createElement('canvas');
  canvas.width = canvas.height = size;
  const paint = canvas.getContext('2d');
  if (paint === null) return undefined;
  const path = new Path2D(markPath(shape, size));
  paint.fillStyle = colour;
  paint.strokeStyle = '#ffffff';
  paint.lineWidth = size / 10;
  paint.lineJoin = 'round';
  paint.fill(path);
  paint.stroke(path);
  return paint.getImageData(0, 0, size, size);
};
