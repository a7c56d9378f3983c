import { crc32, deflateSync } from 'node:zlib';

/** How PNG names its kinds (PNG, third edition, 11.2.1). */
export const pngColours = { grey: 0, colour: 2, palette: 3, greyAlpha: 4, colourAlpha: 6 } as const;

export const pngChunk = (type: string, data: Uint8Array): Buffer => {
  const body = Buffer.concat([Buffer.from(type), data]);
  const ends = Buffer.alloc(8);
  ends.writeUInt32BE(data.length, 0);
  ends.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([ends.subarray(0, 4), body, ends.subarray(4)]);
};

interface PngOf {
  readonly width: number;
  readonly height: number;
  readonly depth: number;
  readonly colour: keyof typeof pngColours;
  /** The packed bytes of one row, the same for every row, without its filter byte. */
  readonly row: Uint8Array;
  /** Between header and pixels. */
  readonly chunks?: readonly Buffer[];
  readonly interlaced?: boolean;
  /** In place of the rows. */
  readonly pixels?: Uint8Array;
  /** Its rows are not packed, so that they stand in the file as they are. */
  readonly plain?: boolean;
}

/** A PNG put together by hand, for kinds that encoders do not write. */
export const pngOf = ({
  width,
  height,
  depth,
  colour,
  row,
  chunks = [],
  interlaced,
  pixels,
  plain,
}: PngOf): Buffer<ArrayBuffer> => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([depth, pngColours[colour], 0, 0, interlaced ? 1 : 0], 8);
  const rows = pixels ?? Buffer.concat(Array.from({ length: height }, () => Buffer.concat([Buffer.from([0]), row])));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    pngChunk('IHDR', header),
    ...chunks,
    pngChunk('IDAT', deflateSync(rows, plain ? { level: 0 } : {})),
    pngChunk('IEND', new Uint8Array()),
  ]);
};

/** EXIF that says how a picture is to be turned, and nothing else. */
export const tiffTurned = (orientation: number): Buffer =>
  Buffer.from([
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  ]);

const riffChunk = (type: string, data: Uint8Array): Buffer => {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
};

const flags: Readonly<Record<string, number>> = { ICCP: 0x20, EXIF: 0x08, 'XMP ': 0x04, ANIM: 0x02 };

/** A plain WebP picture with what may stand beside its pixels (WebP Container Specification, extended format). */
export const extendedWebp = (
  plain: Uint8Array,
  { width, height }: { readonly width: number; readonly height: number },
  beside: Readonly<Record<string, Uint8Array>>,
): Buffer<ArrayBuffer> => {
  const about = Buffer.alloc(10);
  about[0] = Object.keys(beside).reduce((all, type) => all | (flags[type] ?? 0), 0);
  about.writeUIntLE(width - 1, 4, 3);
  about.writeUIntLE(height - 1, 7, 3);
  const { ICCP: profile, ...after } = beside;
  const body = Buffer.concat([
    Buffer.from('WEBP'),
    riffChunk('VP8X', about),
    ...(profile ? [riffChunk('ICCP', profile)] : []),
    plain.subarray(12),
    ...Object.entries(after).map(([type, data]) => riffChunk(type, data)),
  ]);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
};

/** The rows of an interlaced picture of one bit, pass by pass (PNG, third edition, 8.1): of each pass its pixels, eight to a byte. */
export const adam7 = (bits: readonly (readonly number[])[]): number[] =>
  ['0 0 8 8', '4 0 8 8', '0 4 4 8', '2 0 4 4', '0 2 2 4', '1 0 2 2', '0 1 1 2'].flatMap((pass) => {
    const [x0 = 0, y0 = 0, dx = 1, dy = 1] = pass.split(' ').map(Number);
    return bits
      .filter((_, y) => y >= y0 && (y - y0) % dy === 0)
      .map((row) => row.filter((_, x) => x >= x0 && (x - x0) % dx === 0).join(''))
      .filter((row) => row !== '')
      .flatMap((row) => [0, ...(row.match(/.{1,8}/g) ?? []).map((byte) => parseInt(byte.padEnd(8, '0'), 2))]);
  });
