import { describe, expect, it } from 'vitest';
import { coerce } from '#shared/import/coerce.ts';
import { choice, date, dateTime, geometry, link, number, text, yesNo } from '#shared/model/field.ts';

const value = (field: Parameters<typeof coerce>[0], cell: unknown) => {
  const coerced = coerce(field, cell);
  return 'value' in coerced ? coerced.value : `! ${coerced.message}`;
};

describe('a number', () => {
  const field = number({ label: 'Diameter', min: 0, max: 1200 });
  it.each([
    ['12', 12],
    [' 1,234.5 ', 1234.5],
    ['.5', 0.5],
    ['-3', -3],
    ['2e3', 2000],
    [48, 48],
    ['', undefined],
    ['  ', undefined],
    [null, undefined],
  ])('is read from %j', (cell, expected) => {
    expect(value(field, cell)).toBe(expected);
  });

  it.each(['12 in', '1.234,5', '1,23', 'twelve', '.', '-', '12"'])('is not guessed from %j', (cell) => {
    expect(value(field, cell)).toBe('! This is not a number. Write it like 1234.5, without a unit.');
  });
});

describe('a date', () => {
  const field = date({ label: 'Installed' });
  it.each([
    ['2026-05-31', '2026-05-31'],
    ['2026/5/1', '2026-05-01'],
    ['2026-05-31T00:00:00.000Z', '2026-05-31'],
    ['5/31/2026', '2026-05-31'],
    ['05-31-2026', '2026-05-31'],
    ['5/31/2026 12:00:00 AM', '2026-05-31'],
    [1396310400000, '2014-04-01'],
    ['1396310400000', '2014-04-01'],
    ['', undefined],
  ])('is read from %j', (cell, expected) => {
    expect(value(field, cell)).toBe(expected);
  });

  it.each(['31/5/2026', '2026-02-30', '2/30/2026'])('must be a day that there is: %s', (cell) => {
    expect(value(field, cell)).toMatch(/^! There is no such day/);
  });

  it.each(['May 2026', '5/31/26', '20260531', 'n/a'])('is not guessed from %s', (cell) => {
    expect(value(field, cell)).toMatch(/^! This is not a date/);
  });
});

it('a moment needs its zone', () => {
  const field = dateTime({ label: 'Taken' });
  expect(value(field, '2026-05-31T10:30:00-04:00')).toBe('2026-05-31T14:30:00.000Z');
  expect(value(field, '2026-05-31 10:30')).toMatch(/^! This is not a moment/);
});

it.each([
  ['Yes', true],
  ['Y', true],
  ['TRUE', true],
  [true, true],
  [1, true],
  ['n', false],
  ['No.', false],
  [false, false],
  [0, false],
])('yes and no are read from %j', (cell, expected) => {
  expect(value(yesNo({ label: 'Major' }), cell)).toBe(expected);
});

it('what is neither yes nor no is said to be so', () => {
  expect(value(yesNo({ label: 'Major' }), 'perhaps')).toBe('! Neither yes nor no.');
});

it.each(['catchBasin', 'Catch basin', 'CATCH-BASIN', 'catchbasin'])(
  'a choice is matched by key and label: %s',
  (cell) => {
    expect(value(choice({ label: 'Kind', options: { catchBasin: 'Catch basin', pipe: 'Pipe' } }), cell)).toBe(
      'catchBasin',
    );
  },
);

it('text is trimmed and numbers become text', () => {
  const field = text({ label: 'Name', max: 80 });
  expect(value(field, '  CB-1 ')).toBe('CB-1');
  expect(value(field, 42)).toBe('42');
});

it('a shape is read from well-known text and from GeoJSON', () => {
  const field = geometry({ label: 'Location' });
  const point = { type: 'Point', coordinates: [-84.5, 38.03] };
  expect(value(field, 'POINT Z (-84.5 38.03 290)')).toEqual(point);
  expect(value(field, { ...point, coordinates: [-84.5, 38.03, 290] })).toEqual(point);
});

it('links are not filled from a file', () => {
  expect(value(link('site', { label: 'Site' }), 'north yard')).toBe('! This field cannot be filled from a file.');
});
