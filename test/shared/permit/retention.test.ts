import { describe, expect, it } from 'vitest';
import type { Stored } from '#shared/model/record.ts';
import { retentionClasses, retentionClassNames, disposalOrder } from '#shared/permit/retention-classes.ts';
import {
  disposalDue,
  holdOn,
  noPolicy,
  permitYearEnd,
  retentionPolicy,
  type RetentionPolicy,
} from '#shared/permit/retention.ts';
import { recordNames } from '#shared/records/index.ts';

const id = '0199b000-0000-7000-8000-000000000001';
const zone = 'America/Chicago';
const policy = (set: Partial<RetentionPolicy> = {}): RetentionPolicy => ({ ...noPolicy, ...set });
const anItem = (values: Stored['values'], rest: Partial<Stored> = {}): Stored => ({
  id,
  version: 1,
  shape: 1,
  createdAt: '2026-05-04T15:30:00.000Z',
  createdBy: id,
  updatedAt: '2026-05-04T15:30:00.000Z',
  updatedBy: id,
  values,
  ...rest,
});
const due = (type: Parameters<typeof disposalDue>[0], item: Stored, set: Partial<RetentionPolicy> = {}) =>
  disposalDue(type, item, { policy: policy(set), zone });

describe('the defaults', () => {
  it.each(retentionClassNames)('of %s cite what they lean on and go no lower than federal law', (name) => {
    const { years, floor, source } = retentionClasses[name];
    const federal = name !== 'requests';
    expect(source).toMatch(federal ? /40 CFR 122\.34\(g\)\(2\)/ : /No federal rule/);
    expect(floor).toBeGreaterThanOrEqual(federal ? 3 : 2);
    expect(years).toBeGreaterThanOrEqual(floor);
  });
  it('name a place in the order of disposal for every record type', () => {
    expect([...disposalOrder].sort()).toEqual([...recordNames].sort());
  });
});

describe('an inspection', () => {
  const inspected = anItem({ inspectedAt: '2026-05-04T15:30:00Z' });
  it('is due on the day after five years from the end of its permit year', () => {
    expect(due('inspection', inspected)).toEqual({ class: 'inspections', from: '2026-12-31', on: '2032-01-01' });
    expect(due('inspection', inspected, { permitYearStart: '07-01' })).toMatchObject({ from: '2026-06-30' });
  });
  it('counts from its own day in the time zone of the agency', () => {
    const late = anItem({ inspectedAt: '2027-01-01T04:00:00Z' });
    const classes = { inspections: { years: 3, trigger: 'recordDate' } } as const;
    expect(due('inspection', late, { classes })).toMatchObject({ from: '2026-12-31', on: '2030-01-01' });
  });
  it('counts from the end of its permit term, and is never due while that is not known', () => {
    const classes = { inspections: { years: 5, trigger: 'permitTermEnd' } } as const;
    expect(due('inspection', inspected, { classes })).toBeUndefined();
    expect(due('inspection', inspected, { classes, termEnds: ['2024-07-31'] })).toBeUndefined();
    expect(due('inspection', inspected, { classes, termEnds: ['2024-07-31', '2029-07-31'] })).toMatchObject({
      from: '2029-07-31',
    });
  });
});

describe('what counts from its closing', () => {
  it('is never due while it is open', () => {
    expect(due('task', anItem({ status: 'open' }))).toBeUndefined();
    expect(due('site', anItem({ status: 'active' }))).toBeUndefined();
    expect(due('structure', anItem({ status: 'removed' }))).toBeUndefined();
  });
  it('counts a task from the day it was closed, a structure from the day it was archived', () => {
    const closed = anItem({ status: 'closed', closedAt: '2026-06-01T12:00:00Z' });
    expect(due('task', closed)).toEqual({ class: 'followUp', from: '2026-06-01', on: '2031-06-02' });
    expect(due('structure', anItem({}, { archivedAt: '2026-06-01T12:00:00Z' }))).toMatchObject({ on: '2033-06-02' });
  });
  it('gives a leap day a day more, never one less', () => {
    const closed = anItem({ status: 'closed', closedAt: '2028-02-29T18:00:00Z' });
    expect(due('task', closed)).toMatchObject({ on: '2033-03-02' });
  });
});

it('a file is due with what it belongs to, never by itself', () => {
  expect(due('attachment', anItem({}, { archivedAt: '2000-01-01T00:00:00Z' }))).toBeUndefined();
});

describe('a permit year', () => {
  it.each([
    ['2026-06-30', '07-01', '2026-06-30'],
    ['2026-07-01', '07-01', '2027-06-30'],
    ['2026-12-31', '01-01', '2026-12-31'],
    ['2027-02-28', '02-29', '2027-02-28'],
  ])('that holds %s and begins on %s ends on %s', (date, start, end) => {
    expect(permitYearEnd(date, start)).toBe(end);
  });
});

describe('a legal hold', () => {
  const base = { id, reason: 'Appeal', at: '2026-01-01T00:00:00Z', by: id };
  const other = '0199b000-0000-7000-8000-000000000002';
  const held = (scope: object, lifted?: object) =>
    retentionPolicy.parse({ holds: [{ ...base, scope, ...(lifted && { lifted }) }] });
  const record = { type: 'inspection', id: other, belongsTo: new Set([`site:${id}`]) };
  it.each([
    ['everything', { kind: 'all' }, true],
    ['its type', { kind: 'type', type: 'inspection' }, true],
    ['another type', { kind: 'type', type: 'task' }, false],
    ['the record itself', { kind: 'record', type: 'inspection', id: other }, true],
    ['the site it belongs to', { kind: 'record', type: 'site', id }, true],
    ['another record', { kind: 'record', type: 'inspection', id }, false],
  ])('on %s keeps a record or not', (_what, scope, keeps) => {
    expect(holdOn(held(scope), record) !== undefined).toBe(keeps);
  });
  it('keeps nothing once it was lifted', () => {
    const lifted = { at: '2026-02-01T00:00:00Z', by: id, reason: 'Settled' };
    expect(holdOn(held({ kind: 'all' }, lifted), record)).toBeUndefined();
  });
});
