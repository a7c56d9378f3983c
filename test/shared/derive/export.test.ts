import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvLine } from '#shared/derive/export.ts';

describe('a CSV line', () => {
  it('reads back as what it was, whatever the text', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 1, maxLength: 8 }), (cells) => {
        fc.pre(cells.length > 1 || cells[0] !== '');
        const [row] = parse(csvLine(cells), { relax_column_count: true });
        expect(row?.map((c) => (/^'[=+\-@\t\r\n\0＝＋－＠]/.test(c) ? c.slice(1) : c))).toEqual(cells);
      }),
    );
  });
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])('makes %j inert in a spreadsheet', (formula) => {
    const [row] = parse(csvLine([formula]));
    expect(row?.[0]).toBe(`'${formula}`);
  });
  it('leaves numbers numbers, a negative longitude too', () => {
    expect(csvLine([-84.5, 38, 1e-7])).toBe('-84.5,38,1e-7');
  });
});
