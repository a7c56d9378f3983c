import { FileFault } from '#shared/import/fault.ts';

export type Decode = (bytes: Uint8Array) => string;

/** Language driver ids of a .dbf, as code pages. 0x57 is what ArcGIS writes for Windows's own. */
const drivers: Readonly<Record<number, string>> = {
  0x01: '437',
  0x02: '850',
  0x03: '1252',
  0x57: '1252',
  0x58: '1252',
};

/** `UTF-8`, `65001`, `1252`, `ANSI 1252`, `ISO 88591`: what programs write into a .cpg, as the Encoding Standard has it. */
const labelOf = (page: string): string => {
  const word = page
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]/g, '');
  if (word === 'utf8' || word === '65001') return 'utf-8';
  const [, windows] = /^(?:ansi|cp|windows)?(125\d|874)$/.exec(word) ?? [];
  if (windows !== undefined) return `windows-${windows}`;
  const [, part] = /^(?:iso)?8859(\d{1,2})$/.exec(word) ?? [];
  return part === undefined ? word : `iso-8859-${part}`;
};

const isAscii = (bytes: Uint8Array) => bytes.every((byte) => byte < 0x80);

const decoderOf = (page: string): Decode => {
  const label = labelOf(page);
  try {
    const decoder = new TextDecoder(label);
    return (bytes) => decoder.decode(bytes);
  } catch {
    const ascii = new TextDecoder('windows-1252');
    return (bytes) => {
      if (isAscii(bytes)) return ascii.decode(bytes);
      throw new FileFault(
        `The table's text is in code page ${page.slice(0, 40)}, which is not read here. Export the layer with UTF-8 text.`,
      );
    };
  }
};

/** Nothing says what the text is in: UTF-8 where it is valid as such, which other text hardly ever is, else Windows's. */
const guess: Decode = (bytes) => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
};

/** How the text of a table is read: the .cpg says so, or else the table's own language driver. */
export const decoding =
  (codePage: string | undefined) =>
  (languageDriver: number): Decode => {
    const page = codePage?.trim() || drivers[languageDriver];
    return page === undefined ? guess : decoderOf(page);
  };
