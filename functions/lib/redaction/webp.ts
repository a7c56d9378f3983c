import { CannotClean } from './cannot-clean.ts';
import { orientationIn } from './exif.ts';

/** Pixels and transparency (WebP Container Specification): no EXIF, XMP, colour profile or unknown chunk. */
const picture = new Set(['VP8 ', 'VP8L', 'ALPH']);
const ALPHA_FLAG = 0x10;

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
  /** With its type, length and padding. */
  readonly whole: Buffer;
}

/** The chunks of a still WebP picture; bytes behind its end are left out. A moving one is refused. */
function* chunksOf(bytes: Uint8Array): Generator<Chunk> {
  const file = Buffer.from(bytes);
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WEBP')
    throw new CannotClean('This is no WebP picture.');
  const over = 8 + file.readUInt32LE(4);
  for (let at = 12; at + 8 <= over;) {
    if (at + 8 > file.length) throw new CannotClean('The WebP picture is damaged.');
    const type = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > file.length) throw new CannotClean('The WebP picture is damaged.');
    if (type === 'ANIM' || type === 'ANMF') throw new CannotClean('The WebP picture moves.');
    yield { type, data: file.subarray(at + 8, at + 8 + size), whole: file.subarray(at, end) };
    at = end;
  }
}

/** A still WebP picture without what stands beside its pixels. A moving one is withheld. */
export const stripWebp = (bytes: Uint8Array): Uint8Array => {
  const kept: Buffer[] = [];
  for (const { type, whole } of chunksOf(bytes)) {
    if (type === 'VP8X') {
      const flags = Buffer.from(whole);
      flags[8] = (flags[8] ?? 0) & ALPHA_FLAG;
      kept.push(flags);
    } else if (picture.has(type)) kept.push(Buffer.from(whole));
  }
  if (!kept.some((chunk) => /^VP8[ L]$/.test(chunk.toString('latin1', 0, 4))))
    throw new CannotClean('There is no picture.');
  const body = Buffer.concat([Buffer.from('WEBP'), ...kept]);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
};

const SIDE = 0x3fff;

/** Where a frame says its sides: RFC 6386, 9.1, and 3.4 of the specification of the lossless kind. */
const sides: Readonly<Record<string, (frame: Buffer) => { width: number; height: number }>> = {
  'VP8 ': (frame) => ({ width: frame.readUInt16LE(6) & SIDE, height: frame.readUInt16LE(8) & SIDE }),
  VP8L: (frame) => {
    const bits = frame.readUInt32LE(1);
    return { width: (bits & SIDE) + 1, height: ((bits >>> 14) & SIDE) + 1 };
  },
};

/** Width and height in pixels, as the frame itself says them, since that is what is decoded. */
export const sizeOfWebp = (bytes: Uint8Array): { width: number; height: number } => {
  for (const { type, data } of chunksOf(bytes)) {
    const size = sides[type];
    if (size) return size(data);
  }
  throw new CannotClean('There is no picture.');
};

/** Where the header of the lossless kind says that its pixels have alpha (3.4 of its specification). */
const LOSSLESS_ALPHA = 0x10;

/** Whether any of its pixels may be see-through: told by its chunks, without unpacking it. */
export const maySeeThroughWebp = (bytes: Uint8Array): boolean =>
  [...chunksOf(bytes)].some(
    ({ type, data }) => type === 'ALPH' || (type === 'VP8L' && ((data[4] ?? 0) & LOSSLESS_ALPHA) !== 0),
  );

/** How the picture is to be turned, 1 to 8; 1 where it says nothing. */
export const orientationOfWebp = (bytes: Uint8Array): number => {
  for (const { type, data } of chunksOf(bytes))
    if (type === 'EXIF') return orientationIn(data.toString('latin1', 0, 6) === 'Exif\0\0' ? data.subarray(6) : data);
  return 1;
};
