import { createHash } from 'node:crypto';

const ascii = (bytes: Uint8Array, from: number, to: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
const starts = (bytes: Uint8Array, ...head: number[]) => head.every((b, i) => bytes[i] === b);
const heicBrands = new Set(['heic', 'heix', 'hevc', 'hevx', 'mif1', 'msf1', 'heim', 'heis']);

/** How each accepted type begins. What a file says of itself is not believed. */
const signatures: Readonly<Record<string, (bytes: Uint8Array) => boolean>> = {
  'image/jpeg': (b) => starts(b, 0xff, 0xd8, 0xff),
  'image/png': (b) => starts(b, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a),
  'image/webp': (b) => ascii(b, 0, 4) === 'RIFF' && ascii(b, 8, 12) === 'WEBP',
  'image/heic': (b) => ascii(b, 4, 8) === 'ftyp' && heicBrands.has(ascii(b, 8, 12)),
  'application/pdf': (b) => ascii(b, 0, 5) === '%PDF-',
};

const names: Readonly<Record<string, string>> = {
  'image/jpeg': 'a JPEG photo',
  'image/png': 'a PNG picture',
  'image/webp': 'a WebP picture',
  'image/heic': 'a HEIC photo',
  'application/pdf': 'a PDF document',
};

/** Parts of a PDF that run or carry something else. Compressed parts are not opened: a malware scanner's verdict goes further. */
const activePdf = /\/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)\b/;

export interface Declared {
  readonly contentType: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** Why a file cannot be taken, in a sentence for the person who sent it; undefined when it can. */
export const refusalOf = (content: Uint8Array, declared: Declared): string | undefined => {
  if (content.byteLength !== declared.bytes)
    return `It arrived with ${content.byteLength} bytes instead of ${declared.bytes}. Send it again.`;
  if (createHash('sha256').update(content).digest('hex') !== declared.sha256)
    return 'It was changed on its way here (its SHA-256 differs). Send it again.';
  const named = names[declared.contentType] ?? 'of that type';
  if (signatures[declared.contentType]?.(content) !== true)
    return `It says it is ${named}, but its content is not. Save it as JPEG, PNG, WebP, HEIC or PDF and send it again.`;
  if (declared.contentType === 'application/pdf' && activePdf.test(Buffer.from(content).toString('latin1')))
    return 'This PDF carries scripts or other files. Print it to a new PDF and send that one.';
  return undefined;
};
