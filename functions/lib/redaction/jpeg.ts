import { CannotClean } from './cannot-clean.ts';
import { orientationIn } from './exif.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP1 = 0xe1;
const ADOBE = 0xee;

/** Frame headers, tables, restart interval, scans: what the pixels need. Neither application data nor comments. */
const isPicture = (marker: number): boolean =>
  (marker >= 0xc0 && marker <= 0xcf && marker !== 0xc8) || [0xdb, SOS, 0xdd].includes(marker);

interface Segment {
  readonly marker: number;
  /** With its marker and length. */
  readonly bytes: Uint8Array;
}

/** Where the coded data of a scan ends: at the next marker that is neither a restart nor an escaped 0xFF. */
const endOfScan = (bytes: Uint8Array, from: number): number => {
  for (let at = from; at + 1 < bytes.length; at += 1) {
    const next = bytes[at + 1] ?? 0;
    if (bytes[at] === 0xff && next !== 0 && next !== 0xff && !(next >= 0xd0 && next <= 0xd7)) return at;
  }
  throw new CannotClean('The JPEG ends in the middle of its picture.');
};

/** The segments up to the end of the picture: what comes after it (a second picture, a film) is not part of it. */
function* segmentsOf(bytes: Uint8Array): Generator<Segment> {
  if (bytes[0] !== 0xff || bytes[1] !== SOI) throw new CannotClean('This is no JPEG.');
  let at = 2;
  for (;;) {
    while (bytes[at] === 0xff && bytes[at + 1] === 0xff) at += 1;
    const marker = bytes[at + 1];
    if (bytes[at] !== 0xff || marker === undefined) throw new CannotClean('The JPEG is damaged.');
    if (marker === EOI) return;
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0);
    let end = at + 2 + length;
    if (length < 2 || end > bytes.length) throw new CannotClean('The JPEG is damaged.');
    if (marker === SOS) end = endOfScan(bytes, end);
    yield { marker, bytes: bytes.subarray(at, end) };
    at = end;
  }
}

/** Only says that the colours are as Adobe codes them, for files that would show false colours without it. */
const adobeOnly = ({ bytes }: Segment): Uint8Array[] =>
  Buffer.from(bytes.subarray(4, 9)).toString('latin1') === 'Adobe' && bytes.length >= 16
    ? [Buffer.concat([Buffer.from([0xff, ADOBE, 0, 14]), bytes.subarray(4, 16)])]
    : [];

/** Frames of every way of coding, but tables and what is kept for later (ITU T.81, table B.1). */
const isFrame = (marker: number): boolean => marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);

/** Width and height in pixels, as they are stored. */
export const sizeOfJpeg = (bytes: Uint8Array): { width: number; height: number } => {
  for (const { marker, bytes: segment } of segmentsOf(bytes)) {
    if (!isFrame(marker) || segment.length < 9) continue;
    const frame = Buffer.from(segment.buffer, segment.byteOffset, segment.byteLength);
    return { width: frame.readUInt16BE(7), height: frame.readUInt16BE(5) };
  }
  throw new CannotClean('There is no picture.');
};

/** How the camera was held (EXIF 2.32, tag 0x0112), 1 to 8. Without it a picture taken upright would lie on its side. */
export const orientationOf = (bytes: Uint8Array): number => {
  for (const { marker, bytes: segment } of segmentsOf(bytes)) {
    if (marker === SOS) return 1;
    const exif = Buffer.from(segment.buffer, segment.byteOffset + 4, segment.byteLength - 4);
    if (marker !== APP1 || exif.subarray(0, 6).toString('latin1') !== 'Exif\0\0') continue;
    return orientationIn(exif.subarray(6));
  }
  return 1;
};

/** An EXIF block of ours that holds the orientation and nothing else. */
const orientationSegment = (orientation: number): Uint8Array =>
  Buffer.from([
    ...[0xff, APP1, 0, 34, 0x45, 0x78, 0x69, 0x66, 0, 0],
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 1],
    ...[0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0],
    ...[0, 0, 0, 0],
  ]);

/** The picture as it was coded, without anything that a camera or program wrote beside it. */
export const stripJpeg = (bytes: Uint8Array): Uint8Array => {
  const orientation = orientationOf(bytes);
  const parts: Uint8Array[] = [Buffer.from([0xff, SOI])];
  if (orientation !== 1) parts.push(orientationSegment(orientation));
  for (const segment of segmentsOf(bytes)) {
    if (isPicture(segment.marker)) parts.push(segment.bytes);
    else if (segment.marker === ADOBE) parts.push(...adobeOnly(segment));
  }
  return Buffer.concat([...parts, Buffer.from([0xff, EOI])]);
};
