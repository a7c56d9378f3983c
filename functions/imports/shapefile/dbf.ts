import { FileFault } from '#shared/import/fault.ts';
import type { ByteReader } from './bytes.ts';
import type { Decode } from './encoding.ts';

type Cell = string | number | boolean | null;

interface Column {
  readonly name: string;
  readonly type: string;
  readonly from: number;
  readonly to: number;
}

export interface Table {
  readonly columns: readonly string[];
  /** Cells by column; undefined where the row was deleted and only kept its place. */
  readonly rows: AsyncGenerator<Readonly<Record<string, Cell>> | undefined>;
}

const numberOf = (text: string): Cell => {
  const number = Number(text);
  // More digits than a number holds are an identifier. Asterisks fill a cell that its number did not fit into.
  return Number.isSafeInteger(number) || !Number.isInteger(number) ? (Number.isFinite(number) ? number : null) : text;
};

const dateOf = (text: string): Cell => {
  const [, year, month, day] = /^(\d{4})(\d{2})(\d{2})$/.exec(text) ?? [];
  return year === undefined || text === '00000000' ? null : `${year}-${month ?? ''}-${day ?? ''}`;
};

const logicalOf = (text: string): Cell => (/^[yt]$/i.test(text) ? true : /^[nf]$/i.test(text) ? false : null);

const cellOf = (type: string, text: string): Cell => {
  if (text === '') return null;
  if (type === 'N' || type === 'F') return numberOf(text);
  if (type === 'D') return dateOf(text);
  return type === 'L' ? logicalOf(text) : text;
};

const trimmed = (text: string): string => text.replace(/^[\0 ]+|[\0 ]+$/g, '');

/** dBASE III: a descriptor of 32 bytes for each column, ended by 0x0D. */
const columnsOf = (view: DataView, decode: Decode): Column[] => {
  const columns: Column[] = [];
  const taken = new Set<string>();
  let from = 1;
  for (let at = 0; at + 32 <= view.byteLength && view.getUint8(at) !== 0x0d; at += 32) {
    const bytes = new Uint8Array(view.buffer, at, 11);
    const end = bytes.indexOf(0);
    const name = trimmed(decode(bytes.subarray(0, end < 0 ? 11 : end))) || `Column ${columns.length + 1}`;
    const to = from + view.getUint8(at + 16);
    columns.push({
      name: taken.has(name) ? `${name} (${columns.length + 1})` : name,
      type: String.fromCharCode(view.getUint8(at + 11)),
      from,
      to,
    });
    taken.add(name);
    from = to;
  }
  return columns;
};

async function* rowsOf(reader: ByteReader, count: number, length: number, columns: readonly Column[], decode: Decode) {
  for (let n = 0; n < count; n += 1) {
    const row = new Uint8Array((await reader.take(length)).buffer);
    if (row[0] === 0x2a) yield undefined;
    else
      yield Object.fromEntries(
        columns.map(({ name, type, from, to }) => [name, cellOf(type, trimmed(decode(row.subarray(from, to))))]),
      );
  }
}

/** The rows of a .dbf in their order. */
export const openTable = async (reader: ByteReader, decoding: (languageDriver: number) => Decode): Promise<Table> => {
  const head = await reader.take(32);
  const [count, headLength, length] = [head.getUint32(4, true), head.getUint16(8, true), head.getUint16(10, true)];
  if (headLength < 65 || length < 2) throw new FileFault('The .dbf is damaged. Export the layer again.');
  const decode = decoding(head.getUint8(29));
  const columns = columnsOf(await reader.take(headLength - 32), decode);
  if ((columns.at(-1)?.to ?? 0) > length) throw new FileFault('The .dbf is damaged. Export the layer again.');
  return { columns: columns.map(({ name }) => name), rows: rowsOf(reader, count, length, columns, decode) };
};
