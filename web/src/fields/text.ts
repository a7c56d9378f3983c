import type { Geometry } from '#shared/geo/geometry.ts';
import { positionsOf } from '#shared/geo/geometry.ts';
import type { Field, FieldKind } from '#shared/model/field.ts';

/** What a value needs from elsewhere to be said in words. */
export interface Words {
  readonly zone: string;
  /** Changes when more titles can be said. */
  readonly titles: number;
  readonly title: (type: string | undefined, id: string) => string | undefined;
  readonly person: (id: string) => string | undefined;
}

const civil = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', year: 'numeric', month: 'short', day: 'numeric' });
const fully = new Intl.DateTimeFormat('en-US', { timeZone: 'UTC', dateStyle: 'full' });
const numbers = new Intl.NumberFormat('en-US', { maximumFractionDigits: 6 });
const moments = new Map<string, Intl.DateTimeFormat>();
const momentIn = (zone: string): Intl.DateTimeFormat => {
  let format = moments.get(zone);
  if (format === undefined)
    moments.set(
      zone,
      (format = new Intl.DateTimeFormat('en-US', { timeZone: zone, dateStyle: 'medium', timeStyle: 'short' })),
    );
  return format;
};

export const count = (n: number): string => numbers.format(n);
export const sizeText = (bytes: number): string =>
  bytes < 1024
    ? `${bytes} bytes`
    : bytes < 1_048_576
      ? `${Math.round(bytes / 1024)} KB`
      : `${(bytes / 1_048_576).toFixed(1)} MB`;
export const dateText = (date: string): string => civil.format(new Date(`${date}T00:00:00Z`));
/** "Wednesday, November 25, 2026". */
export const longDateText = (date: string): string => fully.format(new Date(`${date}T00:00:00Z`));
/** For moments of today, minutes away. */
export const timeText = (instant: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', { timeZone, timeStyle: 'short' }).format(new Date(instant));
export const momentText = (instant: string, zone: string): string => momentIn(zone).format(new Date(instant));

/** A label within a sentence: its first letter is small, but abbreviations such as CSV stay what they are. */
export const midSentence = (label: string): string =>
  label.replace(/^\p{Lu}(?!\p{Lu})/u, (first) => first.toLowerCase());

const shapes: Readonly<Record<Geometry['type'], string>> = {
  Point: 'Point',
  MultiPoint: 'Points',
  LineString: 'Line',
  MultiLineString: 'Lines',
  Polygon: 'Area',
  MultiPolygon: 'Areas',
};

const geometryText = (geometry: Geometry): string => {
  const [first] = positionsOf(geometry);
  const place = first ? `${first[1].toFixed(5)}, ${first[0].toFixed(5)}` : '';
  return geometry.type === 'Point' ? place : `${shapes[geometry.type]} near ${place}`;
};

/** One line for each kind: a new kind does not compile until the screens know how to say it. */
const said: { readonly [K in FieldKind]: (value: never, field: Field, words: Words) => string } = {
  text: (v: string) => v,
  number: (v: number, { unit }) =>
    unit === 'bytes' ? sizeText(v) : unit ? `${numbers.format(v)} ${unit}` : numbers.format(v),
  choice: (v: string, { options }) => options?.[v] ?? v,
  date: (v: string) => dateText(v),
  dateTime: (v: string, _field, { zone }) => momentText(v, zone),
  yesNo: (v: boolean) => (v ? 'Yes' : 'No'),
  link: (v: string, { to }, { title }) => title(to, v) ?? '…',
  person: (v: string, _field, { person }) => person(v) ?? 'Someone no longer listed',
  geometry: geometryText,
  attributes: (v: Readonly<Record<string, unknown>>) => `${Object.keys(v).length} source values`,
};

/** A value in words; empty text when there is none. */
export const textOf = (field: Field, value: unknown, words: Words): string =>
  // The value was parsed by the field's own schema before it was stored, which this closed table cannot express.
  value === undefined || value === null ? '' : said[field.kind](value as never, field, words);

/** How values of each kind sort: numbers as numbers, everything else by text in which 9 comes before 10. */
const natural = (text: string) => text.toLowerCase().replaceAll(/\d+/g, (digits) => digits.padStart(10, '0'));
const sorted: { readonly [K in FieldKind]: (value: never, field: Field, words: Words) => string | number } = {
  ...said,
  number: (v: number) => v,
  date: (v: string) => v,
  dateTime: (v: string) => v,
  yesNo: (v: boolean) => (v ? 1 : 0),
};

export const sortKeyOf = (field: Field, value: unknown, words: Words): string | number | undefined => {
  if (value === undefined) return undefined;
  const key = sorted[field.kind](value as never, field, words);
  return typeof key === 'string' ? natural(key) : key;
};
