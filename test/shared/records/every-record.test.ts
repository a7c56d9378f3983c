import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { diff } from '#shared/derive/diff.ts';
import { csvHeader, csvRow, feature } from '#shared/derive/export.ts';
import { keysOf } from '#shared/derive/keys.ts';
import { jsonSchema, newValuesSchema, valuesSchema } from '#shared/derive/schema.ts';
import { packValues, unpackValues } from '#shared/derive/stored.ts';
import { fieldsOf, type Stored } from '#shared/model/record.ts';
import { allRecords, type RecordName } from '#shared/records/index.ts';
import { examples, ids, systemValues } from '#test/support/examples.ts';
import { shapes } from './shapes.ts';

const tenant = 'ttesttenant000000000000000';
const member = '11111111-1111-4111-8111-111111111111';
const exampleOf = (name: string) => examples(member)[name as RecordName];
const whole = (name: string) => ({ ...exampleOf(name), ...systemValues[name as RecordName] });
const stored = (name: string): Stored => ({
  id: ids[name as RecordName],
  version: 3,
  shape: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: member,
  updatedAt: '2026-02-01T00:00:00.000Z',
  updatedBy: member,
  values: whole(name),
});

describe.each(allRecords)('a $name', (record) => {
  it('is accepted as its example, and refused with a stray or a system field', () => {
    const schema = newValuesSchema(record);
    expect(schema.parse(exampleOf(record.name))).toEqual(exampleOf(record.name));
    for (const stray of [
      'tenantId',
      'version',
      'role',
      '__proto__x',
      ...Object.keys(systemValues[record.name as RecordName] ?? {}),
    ])
      expect(schema.safeParse({ ...exampleOf(record.name), [stray]: 'x' }).success, stray).toBe(false);
  });
  it('is whole with what the system adds', () => {
    expect(valuesSchema(record).parse(whole(record.name))).toEqual(whole(record.name));
  });
  it('shows every field in its form exactly once', () => {
    const shown = record.form.flatMap((s) => s.fields);
    expect([...shown].sort()).toEqual(Object.keys(fieldsOf(record)).sort());
  });
  it('is listed by at most three keys, all of them text', () => {
    const listed = record.listedBy ?? [];
    expect(listed.length).toBeLessThanOrEqual(3);
    for (const { field, order } of listed)
      for (const name of [field, ...(order === undefined ? [] : [order])])
        expect(['text', 'choice', 'date', 'dateTime', 'link', 'person'], name).toContain(fieldsOf(record)[name]?.kind);
  });
  it('has keys that all begin with its tenant', () => {
    const partitions = Object.entries(keysOf(record, tenant, stored(record.name))).filter(([name]) =>
      /pk$/i.test(name),
    );
    expect(partitions.length).toBeGreaterThanOrEqual(2);
    for (const [, key] of partitions) expect(key.startsWith(`${tenant}#`)).toBe(true);
  });
  it('leaves its lists, and nothing else, when archived', () => {
    const keys = keysOf(record, tenant, { ...stored(record.name), archivedAt: '2026-03-01T00:00:00.000Z' });
    expect(Object.keys(keys).filter((k) => k.startsWith('list'))).toEqual([]);
    expect(keys).toMatchObject({ pk: `${tenant}#rec#${record.name}`, changesPk: `${tenant}#rec#${record.name}` });
  });
  it('comes back from storage as it went in', () => {
    expect(unpackValues(record, packValues(record, whole(record.name)))).toEqual(whole(record.name));
  });
  it('has no difference with itself, and one for each field that is new', () => {
    expect(diff(record, whole(record.name), whole(record.name))).toEqual([]);
    const tracked = Object.keys(whole(record.name)).filter((name) => !fieldsOf(record)[name]?.untracked);
    expect(
      diff(record, {}, whole(record.name))
        .map((c) => c.field)
        .sort(),
    ).toEqual(tracked.sort());
  });
  it('has as many CSV cells as columns', async () => {
    const { parse } = await import('csv-parse/sync');
    const [header, row] = parse(`${csvHeader(record)}\r\n${csvRow(record)(stored(record.name))}\r\n`);
    expect(row).toHaveLength(header?.length ?? 0);
    expect(header).toHaveLength(7 + Object.keys(fieldsOf(record)).length);
  });
  it('is a GeoJSON feature with its place or with none', () => {
    const made = feature(record, stored(record.name));
    expect(made).toMatchObject({ type: 'Feature', id: ids[record.name as RecordName] });
    expect(made.geometry).toEqual((record.geometry && exampleOf(record.name)[record.geometry]) ?? null);
  });
  it('keeps its stored shape until that is changed on purpose', () => {
    const hash = createHash('sha256')
      .update(JSON.stringify(jsonSchema(record)))
      .digest('hex')
      .slice(0, 16);
    expect(
      { shape: record.shape, hash },
      'Only add optional fields; then raise `shape` and enter the new hash here.',
    ).toEqual(shapes[record.name]);
  });
});
