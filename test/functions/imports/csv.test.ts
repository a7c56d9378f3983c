import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRows, delimiterOf, headerOf } from '#functions/imports/csv.ts';
import { csvLine } from '#shared/derive/export.ts';
import { all, chunked, refusal } from './files.ts';

const read = (file: string | Buffer, size?: number) => all(csvRows(chunked(file, size), () => undefined));
const refused = (file: string | Buffer) => refusal(csvRows(chunked(file), () => undefined));
const cells = async (file: string, size?: number) =>
  (await read(file, size)).map((row) => ('cells' in row ? row.cells : row.fault));

it('rows have their columns, their number and the line that they end in', async () => {
  expect(await read('id,note\r\n1,"two\r\nlines"\r\n2,"say ""hi"""\r\n')).toEqual([
    { row: 1, line: 3, cells: { id: '1', note: 'two\r\nlines' } },
    { row: 2, line: 4, cells: { id: '2', note: 'say "hi"' } },
  ]);
});

it('what an export writes, an import reads, however the bytes are cut', async () => {
  const cell = fc.string({ unit: 'binary' }).filter((text) => !/^[=+\-@\t\r\n\u0000＝＋－＠]/.test(text)); // eslint-disable-line no-control-regex
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 1, max: 30 }),
      async (lines, size) => {
        const rows = lines.filter(([a, b]) => a !== '' || b !== '');
        const file = ['a,b', ...rows.map((line) => csvLine(line))].join('\r\n');
        expect(await cells(file, size)).toEqual(rows.map(([a, b]) => ({ a, b })));
      },
    ),
    { numRuns: 60 },
  );
});

it.each([
  ['a byte order mark', '\uFEFFid,name\n1,x', { id: '1', name: 'x' }],
  ['old Mac line breaks', 'id,name\r1,x\r', { id: '1', name: 'x' }],
  ['semicolons', 'id;name\n1;"x;y"', { id: '1', name: 'x;y' }],
  ['tabs', 'id\tname\n1\tx', { id: '1', name: 'x' }],
  ['commas inside a quoted column name', '"id;a;b;c",name\n1,x', { 'id;a;b;c': '1', name: 'x' }],
  ['empty lines', 'id,name\n\n1,x\n\n', { id: '1', name: 'x' }],
  ['inch marks', 'id,name\n1,12" pipe', { id: '1', name: '12" pipe' }],
  ['columns named for trouble', '__proto__,constructor\n1,x', { constructor: 'x', ['__proto__']: '1' }],
])('%s are read', async (_what, file, row) => {
  expect(await cells(file)).toEqual([row]);
});

it('a row with too few or too many cells is an error, and the next row is read', async () => {
  expect(await cells('a,b\n1\n1,2,3\n1,2')).toEqual([
    'The row has 1 cells and the header has 2. A cell with a comma in it must stand in quotation marks.',
    'The row has 3 cells and the header has 2. A cell with a comma in it must stand in quotation marks.',
    { a: '1', b: '2' },
  ]);
});

it('columns without a name, or with one that came before, are told apart', () => {
  expect(headerOf(['A', '', 'A', ' A '])).toEqual(['A', 'Column 2', 'A (2)', 'A (3)']);
  expect(() => headerOf(Array.from({ length: 501 }, () => 'x'))).toThrow('501 columns; at most 500');
});

it('the delimiter is the one that the header has most of', () => {
  expect([delimiterOf('a,b;c\n'), delimiterOf('a;b;c,d\n'), delimiterOf('a\n'), delimiterOf('"a;b;c",d')]).toEqual([
    ',',
    ';',
    ',',
    ',',
  ]);
});

describe('a file that cannot be read', () => {
  it('is refused with its line when a quotation mark is never closed', async () => {
    expect(await refused('id,name\n1,"never')).toMatch(/near line 2 is longer than 1 MB or never ends/);
  });
  it('is refused before a line of 10 MB fills the memory', async () => {
    expect(await refused(`id,name\n1,"${'x'.repeat(10_000_000)}"\n2,y\n`)).toMatch(/longer than 1 MB/);
  });
  it('is refused when it is not UTF-8', async () => {
    expect(await refused(Buffer.from('id,name\n1,Caf\xe9\n', 'latin1'))).toMatch(/not UTF-8.*CSV UTF-8/s);
    expect(await refused(Buffer.from('\uFEFFid,name\n', 'utf16le'))).toMatch(/not UTF-8/);
    expect(await refused(Buffer.concat([Buffer.from('id\n1\n'), Buffer.from([0xc3])]))).toMatch(/not UTF-8/);
  });
  it('is refused when there is nothing in it', async () => {
    expect(await refused('')).toMatch(/The file is empty/);
    expect(await refused('\n\n')).toMatch(/The file is empty/);
  });
});
