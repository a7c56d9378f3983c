import { CannotClean } from './jpeg.ts';

/** Pixels and transparency (WebP Container Specification): no EXIF, XMP, colour profile or unknown chunk. */
const picture = new Set(['VP8 ', 'VP8L', 'ALPH']);
const ALPHA_FLAG = 0x10;

/** A still WebP picture without what stands beside its pixels. A moving one is withheld. */
export const stripWebp = (bytes: Uint8Array): Uint8Array => {
  const file = Buffer.from(bytes);
  if (file.toString('latin1', 0, 4) !== 'RIFF' || file.toString('latin1', 8, 12) !== 'WEBP')
    throw new CannotClean('This is no WebP picture.');
  const kept: Buffer[] = [];
  for (let at = 12; at + 8 <= file.length;) {
    const type = file.toString('latin1', at, at + 4);
    const size = file.readUInt32LE(at + 4);
    const end = at + 8 + size + (size % 2);
    if (at + 8 + size > file.length) throw new CannotClean('The WebP picture is damaged.');
    if (type === 'ANIM' || type === 'ANMF') throw new CannotClean('The WebP picture moves.');
    const chunk = Buffer.from(file.subarray(at, end));
    if (type === 'VP8X') chunk[8] = (chunk[8] ?? 0) & ALPHA_FLAG;
    if (type === 'VP8X' || picture.has(type)) kept.push(chunk);
    at = end;
  }
  if (!kept.some((chunk) => chunk.toString('latin1', 0, 3) === 'VP8')) throw new CannotClean('There is no picture.');
  const body = Buffer.concat([Buffer.from('WEBP'), ...kept]);
  const head = Buffer.from('RIFF\0\0\0\0', 'latin1');
  head.writeUInt32LE(body.length, 4);
  return Buffer.concat([head, body]);
};
