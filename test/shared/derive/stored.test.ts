import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow, feature, jsonRow } from '#shared/derive/export.ts';
import { packValues, unpackValues } from '#shared/derive/stored.ts';
import { outfall } from '#shared/records/outfall.ts';

const values = {
  name: 'OF-1',
  location: { type: 'Point', coordinates: [-84.5, 38.03] },
  status: 'active',
  ownership: 'own',
  priority: 'high',
  sourceAttributes: { OBJECTID: 7, Owner: 'City', Material: null, Installed: 1998 },
};
const kept = packValues(outfall, values);
const shuffled = (from: object) =>
  fc
    .shuffledSubarray(Object.entries(from), { minLength: Object.keys(from).length })
    .map((entries) => Object.fromEntries(entries));
const anyOrder = fc
  .tuple(shuffled(kept), shuffled(values.sourceAttributes))
  .map(([all, sourceAttributes]) => ({ ...all, sourceAttributes }));

const at = '2026-05-04T15:30:00.000Z';
const stored = { id: 'x', version: 1, shape: 1, createdAt: at, createdBy: 'm', updatedAt: at, updatedBy: 'm' };
const written = (of: Record<string, unknown>) => {
  const record = { ...stored, values: unpackValues(outfall, of) };
  return [csvRow(outfall)(record), JSON.stringify(jsonRow(outfall, record)), JSON.stringify(feature(outfall, record))];
};

describe('a record as it is kept', () => {
  it('comes back as it was', () => {
    expect(unpackValues(outfall, kept)).toEqual(values);
  });
  it('is exported byte for byte the same, in whatever order the table gives what it holds', () => {
    fc.assert(
      fc.property(anyOrder, (of) => {
        expect(written(of)).toEqual(written(kept));
      }),
    );
  });
  it('keeps a field that its type no longer has, behind all others', () => {
    const old = unpackValues(outfall, { color: 'red', ...kept });
    expect(Object.entries(old).at(-1)).toEqual(['color', 'red']);
  });
});
