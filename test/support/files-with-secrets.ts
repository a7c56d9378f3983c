import { encode as encodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import { deflateSync } from 'node:zlib';
import { webpOf } from '#functions/lib/redaction/webp-codec.ts';
import { extendedWebp, pngChunk } from './pictures.ts';

/** What the hidden parts of these files say. */
export const HIDDEN = 'Jo Sample, 12 Elm Court';

const white = (width: number, height: number, channels: number) => new Uint8Array(width * height * channels).fill(255);

const exif = (orientation: number): Buffer => {
  const text = Buffer.from(`${HIDDEN}\0`);
  const entry = (tag: number, kind: number, count: number, value: readonly number[]) =>
    Buffer.from([tag >> 8, tag & 255, 0, kind, 0, 0, 0, count, ...value]);
  const tiff = Buffer.concat([
    Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, 0, 2]),
    entry(0x010e, 2, text.length, [0, 0, 0, 38]),
    entry(0x0112, 3, 1, [0, orientation, 0, 0]),
    Buffer.from([0, 0, 0, 0]),
    text,
  ]);
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff]);
  return segment(0xe1, body);
};

const segment = (marker: number, body: Uint8Array): Buffer =>
  Buffer.concat([Buffer.from([0xff, marker, (body.length + 2) >> 8, (body.length + 2) & 255]), body]);

/** A photo with a name in EXIF, XMP, IPTC, a comment and behind its end, and lying on its side if asked. */
export const aPhoto = ({ width = 64, height = 48, orientation = 1 } = {}): Buffer<ArrayBuffer> => {
  const { data } = jpeg.encode({ width, height, data: white(width, height, 4) }, 90);
  return Buffer.concat([
    data.subarray(0, 2),
    exif(orientation),
    segment(0xe1, Buffer.from(`http://ns.adobe.com/xap/1.0/\0<x:xmpmeta>${HIDDEN}</x:xmpmeta>`)),
    segment(0xed, Buffer.from(`Photoshop 3.0\0${HIDDEN}`)),
    segment(0xfe, Buffer.from(HIDDEN)),
    data.subarray(2),
    Buffer.from(HIDDEN),
  ]);
};

/** A PNG with a name in plain and in packed text, and behind its end. */
export const aPng = (width = 32, height = 32): Buffer => {
  const plain = Buffer.from(encodePng({ width, height, channels: 3, data: white(width, height, 3) }));
  return Buffer.concat([
    plain.subarray(0, 33),
    pngChunk('tEXt', Buffer.from(`Author\0${HIDDEN}`)),
    pngChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), deflateSync(HIDDEN)])),
    plain.subarray(33),
    Buffer.from(HIDDEN),
  ]);
};

export const aPlainWebp = (width = 32, height = 32): Promise<Uint8Array> =>
  webpOf({ width, height, channels: 4, data: white(width, height, 4) }, 100);

/** A WebP picture with a name in EXIF, XMP and its colour profile, and behind its end. */
export const aWebp = async (width = 32, height = 32): Promise<Buffer<ArrayBuffer>> => {
  const plain = await aPlainWebp(width, height);
  const hidden = Buffer.from(HIDDEN);
  const extended = extendedWebp(plain, { width, height }, { ICCP: hidden, EXIF: hidden, 'XMP ': hidden });
  return Buffer.concat([extended, hidden]);
};

/** A PDF of one page that says the name in packed text, in its metadata and in a note. */
export const aPdf = (text = HIDDEN): Buffer<ArrayBuffer> => {
  const content = deflateSync(Buffer.from(`BT /F 24 Tf 20 100 Td (${text}) Tj ET`));
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Count 1 /Kids [3 0 R] >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 400 200] /Contents 4 0 R /Resources << /Font << /F 5 0 R >> >> ' +
      `/Annots [<< /Type /Annot /Subtype /Text /Rect [0 0 10 10] /Contents (${text}) >>] >>`,
    undefined,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    `<< /Title (${text}) /Author (${text}) >>`,
  ];
  const parts: Buffer[] = [Buffer.from('%PDF-1.4\n')];
  const offsets: number[] = [];
  const size = () => parts.reduce((sum, part) => sum + part.length, 0);
  objects.forEach((object, n) => {
    offsets.push(size());
    parts.push(Buffer.from(`${n + 1} 0 obj\n`));
    if (object !== undefined) parts.push(Buffer.from(object));
    else
      parts.push(
        Buffer.from(`<< /Length ${content.length} /Filter /FlateDecode >>\nstream\n`),
        content,
        Buffer.from('\nendstream'),
      );
    parts.push(Buffer.from('\nendobj\n'));
  });
  const table = size();
  const lines = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  parts.push(
    Buffer.from(
      `xref\n0 ${offsets.length + 1}\n0000000000 65535 f \n${lines}trailer\n<< /Size ${offsets.length + 1} ` +
        `/Root 1 0 R /Info 6 0 R >>\nstartxref\n${table}\n%%EOF\n`,
    ),
  );
  return Buffer.concat(parts);
};
