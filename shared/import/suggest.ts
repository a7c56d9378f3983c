import type { Field } from '../model/field.ts';
import type { Column, FieldSource, Mapping } from '../model/job.ts';
import { fieldsOf, type AnyRecordType } from '../model/record.ts';
import { fillable } from './coerce.ts';
import { plain } from './plain.ts';
import { columnWords, latitudeWords, longitudeWords, shapeWords, valueWords } from './words.ts';

/** What is known of a file when a mapping is suggested for it. */
export interface Seen {
  readonly columns: readonly Column[];
  /** GeoJSON geometry types among the rows that were read. */
  readonly geometryTypes: ReadonlySet<string>;
}

const filled = (column: Column) => column.samples.length > 0;

/** The first of the words that is a column's name; columns without any value are not worth choosing. */
const named = (columns: readonly Column[], words: readonly string[]): Column | undefined => {
  const byName = new Map(columns.filter(filled).map((column) => [plain(column.name), column]));
  return words.map((word) => byName.get(word)).find((column) => column !== undefined);
};

const optionFor = (name: string, field: Field, value: string): string | undefined => {
  const word = plain(value);
  const options = Object.entries(field.options ?? {});
  const same = options.find(([key, label]) => plain(key) === word || plain(label) === word);
  const known = same ?? options.find(([key]) => valueWords[name]?.[key]?.includes(word));
  return known === undefined ? optionWithin(name, options, word) : known[0];
};

/** The option whose word is part of the value: a `roof inlet` is an inlet. The longest word says most. */
const optionWithin = (name: string, options: readonly [string, string][], value: string): string | undefined => {
  const words = options.flatMap(([key, label]) =>
    [plain(key), plain(label), ...(valueWords[name]?.[key] ?? [])].map((word) => ({ key, word })),
  );
  const found = words.filter(({ word }) => word.length > 4 && value.includes(word));
  return found.sort((a, b) => b.word.length - a.word.length)[0]?.key;
};

const choiceSource = (name: string, field: Field, column: Column): FieldSource => {
  const values = Object.fromEntries(
    (column.distinct ?? []).flatMap(({ value }) => {
      const option = optionFor(name, field, value);
      return option === undefined ? [] : [[value, option]];
    }),
  );
  const rest = ['other', 'unknown'].find((option) => Object.hasOwn(field.options ?? {}, option));
  return {
    column: column.name,
    ...(Object.keys(values).length > 0 ? { values } : {}),
    ...(rest === undefined ? {} : { otherwise: rest }),
  };
};

/** A required choice that the file says nothing about: the same for all rows, until a person says otherwise. */
const usual = ['active', 'unknown', 'normal', 'other'];

const kindByGeometry = (field: Field, types: ReadonlySet<string>): string | undefined => {
  const only = (type: string) => types.size > 0 && [...types].every((t) => t.endsWith(type));
  const guess = only('Polygon') ? 'drainageArea' : only('LineString') ? 'pipe' : undefined;
  return guess !== undefined && Object.hasOwn(field.options ?? {}, guess) ? guess : undefined;
};

const fixedChoice = (name: string, field: Field, seen: Seen): FieldSource | undefined => {
  const option =
    (name === 'kind' ? kindByGeometry(field, seen.geometryTypes) : undefined) ??
    usual.find((o) => Object.hasOwn(field.options ?? {}, o));
  return option === undefined ? undefined : { fixed: option };
};

const sourceFor = (record: AnyRecordType, name: string, field: Field, seen: Seen): FieldSource | undefined => {
  const column = named(seen.columns, [plain(name), ...(columnWords[name] ?? []), plain(field.label)]);
  if (name === record.title)
    return column === undefined ? { fallback: 'number' } : { column: column.name, fallback: 'number' };
  if (field.kind !== 'choice') return column && { column: column.name };
  const source = column && choiceSource(name, field, column);
  const recognised = source !== undefined && 'values' in source;
  if (field.optional) return recognised ? source : undefined;
  return recognised ? source : fixedChoice(name, field, seen);
};

/** One bad cell among the samples is an error of its row; when more than half are out of range, it is another projection. */
const within = (column: Column | undefined, limit: number): string | undefined => {
  const inside = column?.samples.filter((sample) => Math.abs(Number(sample)) <= limit).length ?? 0;
  return column !== undefined && inside > 0 && inside * 2 >= column.samples.length ? column.name : undefined;
};

/** Feet or metres: what system they are in is left for a person to choose, without whom the rows are refused. */
const projected = (x: Column, y: Column): boolean =>
  [x, y].every(({ samples }) => samples.every((sample) => Math.abs(Number(sample)) > 180));

const positionOf = (record: AnyRecordType, { columns, geometryTypes }: Seen): Partial<Mapping> & { shape?: string } => {
  if (record.geometry === undefined || geometryTypes.size > 0) return {};
  const shape = named(columns, shapeWords);
  if (shape?.samples.every((sample) => /^[a-z ]+\(|^srid=/i.test(sample))) return { shape: shape.name };
  const [x, y] = [named(columns, longitudeWords), named(columns, latitudeWords)];
  if (x && y && projected(x, y)) return { longitude: x.name, latitude: y.name };
  const longitude = within(x, 180);
  const latitude = within(y, 90);
  return longitude !== undefined && latitude !== undefined ? { longitude, latitude } : {};
};

/** A first mapping for a file, by the names of its columns and the words in them. A person looks at it before it is used. */
export const suggestMapping = (record: AnyRecordType, seen: Seen): Mapping => {
  const { shape, ...position } = positionOf(record, seen);
  const fields = Object.entries(fieldsOf(record)).flatMap(([name, field]): [string, FieldSource][] => {
    if (name === record.geometry) return shape === undefined ? [] : [[name, { column: shape }]];
    const source = fillable(field) ? sourceFor(record, name, field, seen) : undefined;
    return source === undefined ? [] : [[name, source]];
  });
  const keepOther = Object.values(fieldsOf(record)).some(({ kind }) => kind === 'attributes');
  return { fields: Object.fromEntries(fields), ...position, whenIdRepeats: 'keep', whenIdExists: 'update', keepOther };
};
