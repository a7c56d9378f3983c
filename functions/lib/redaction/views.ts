/**
 * The texts that bytes can be read as: whoever opens a file sees one of them, and a program that searches it another.
 * A value counts as left over when it stands in any of these.
 */
export function* viewsOf(bytes: Buffer, wide: boolean): Generator<string> {
  const text = bytes.toString('utf8');
  yield text;
  const plain = unescaped(text);
  if (plain !== text) yield plain;
  if (bytes.includes(0)) yield* wideViews(bytes, wide);
  yield* packedTexts(text);
}

const named: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' };
const letters: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' };
const codePoint = (code: number) => (code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : '\uFFFD');

const escapes =
  /\\u([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\(["'\\/nrtbf])|&#(\d{1,7});|&#x([0-9a-fA-F]{1,6});|&(amp|lt|gt|quot|apos|nbsp);|((?:%[0-9a-fA-F]{2})+)|("")/g;

/** As JSON, HTML, addresses and CSV write a text, read back. */
export const unescaped = (text: string): string =>
  text.replace(
    escapes,
    (
      _all,
      u?: string,
      x?: string,
      letter?: string,
      dec?: string,
      hex?: string,
      name?: string,
      percent?: string,
    ): string => {
      const code = u ?? x ?? hex;
      if (code !== undefined)
        return u === undefined ? codePoint(parseInt(code, 16)) : String.fromCharCode(parseInt(code, 16));
      if (letter !== undefined) return letters[letter] ?? letter;
      if (dec !== undefined) return codePoint(Number(dec));
      if (name !== undefined) return named[name] ?? ' ';
      return percent === undefined ? '"' : Buffer.from(percent.replaceAll('%', ''), 'hex').toString('utf8');
    },
  );

/** UTF-16 of Western letters is those letters with zeros between. Only other scripts need it read as what it is. */
function* wideViews(bytes: Buffer, wide: boolean): Generator<string> {
  yield Buffer.from(bytes.filter((byte) => byte !== 0)).toString('latin1');
  if (!wide) return;
  for (const from of [0, 1]) {
    const pairs = Buffer.from(bytes.subarray(from, bytes.length - ((bytes.length - from) % 2)));
    yield pairs.toString('utf16le');
    yield pairs.swap16().toString('utf16le');
  }
}

const base64 = /[A-Za-z0-9+/_-]{16,}={0,2}/g;
const hexText = /(?:[0-9A-Fa-f]{2}){8,}/g;

/** Texts packed as base64 or hexadecimal digits. A run that was cut may begin at any of its four places. */
function* packedTexts(text: string): Generator<string> {
  const decoded: string[] = [];
  for (const { 0: run, index } of text.matchAll(base64))
    for (const skip of index === 0 ? [0, 1, 2, 3] : [0])
      decoded.push(Buffer.from(run.slice(skip).replaceAll('-', '+').replaceAll('_', '/'), 'base64').toString('utf8'));
  for (const { 0: run, index } of text.matchAll(hexText))
    for (const skip of index === 0 ? [0, 1] : [0]) decoded.push(Buffer.from(run.slice(skip), 'hex').toString('utf8'));
  if (decoded.length > 0) yield decoded.join('\n');
}
