import { describe, expect, it } from 'vitest';
import { datesOf, matches, type Matching } from '#shared/derive/matching.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';

const zone = 'America/Los_Angeles';
const SITE = '0199b000-0000-7000-8000-0000000000a1';
const stored = (values: Record<string, unknown>, change: Partial<Stored> = {}): Stored => ({
  id: '0199b000-0000-7000-8000-0000000000ff',
  version: 1,
  shape: 1,
  createdAt: '2026-03-02T05:30:00.000Z',
  createdBy: SITE,
  updatedAt: '2026-06-01T12:00:00.000Z',
  updatedBy: SITE,
  values,
  ...change,
});
const visit = stored({
  kind: 'construction',
  inspectedAt: '2026-05-01T06:30:00Z',
  site: SITE,
  summary: 'Silt fence DOWN, north side',
});
const does = (query: Matching, one: Stored = visit, record: AnyRecordType = records.inspection, near?: string[]) =>
  matches(record, query, zone)(one, near);

describe('records are matched', () => {
  it.each([
    // 05:30 in UTC is still the evening of 1 March in Los Angeles.
    [{ from: '2026-03-01', to: '2026-03-01' }, true],
    [{ from: '2026-03-02' }, false],
    [{ to: '2026-02-28' }, false],
    [{ from: '2026-06-01', to: '2026-06-01', date: 'updatedAt' }, true],
    [{ from: '2026-04-30', to: '2026-04-30', date: 'inspectedAt' }, true],
    [{ from: '2026-05-01', date: 'inspectedAt' }, false],
    [{ from: '2026-01-01', date: 'correctBy' }, false],
  ])('by a period in the time of the agency: %j is %s', (query, answer) => expect(does(query)).toBe(answer));

  it.each([
    ['fence silt', true],
    ['SIDE', true],
    ['fence south', false],
  ])('by words that all stand in it, whatever the case: "%s" is %s', (text, answer) =>
    expect(does({ text })).toBe(answer),
  );

  it('by what they are about, themselves or over one more record', () => {
    expect(does({ about: SITE })).toBe(true);
    expect(does({ about: visit.id })).toBe(true);
    const finding = stored({ inspection: visit.id });
    expect(does({ about: SITE }, finding, records.finding)).toBe(false);
    expect(does({ about: SITE }, finding, records.finding, [SITE])).toBe(true);
  });
  it('by a choice', () => {
    expect(does({ is: { field: 'kind', value: 'construction' } })).toBe(true);
    expect(does({ is: { field: 'kind', value: 'structure' } })).toBe(false);
    const finding = stored({ deficient: false });
    expect(does({ is: { field: 'deficient', value: 'false' } }, finding, records.finding)).toBe(true);
  });
  it('only while they are not archived, unless that is asked for', () => {
    const archived = { ...visit, archivedAt: '2026-07-01T00:00:00.000Z' };
    expect(does({}, archived)).toBe(false);
    expect(does({ archived: true }, archived)).toBe(true);
  });
  it('by all of it together', () => {
    const all = { from: '2026-03-01', about: SITE, text: 'fence', is: { field: 'kind', value: 'construction' } };
    expect(does(all)).toBe(true);
    expect(does({ ...all, text: 'culvert' })).toBe(false);
  });
});

it('the dates of a type are those of the record and those that it declares', () => {
  const dates = datesOf(records.inspection).map(([name]) => name);
  expect(dates).toEqual(['createdAt', 'updatedAt', 'inspectedAt', 'signedOffAt']);
});
