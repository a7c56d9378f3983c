import type { Field } from '#shared/model/field.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import type { ImportFormat } from '#shared/model/job.ts';
import type { Column, FieldSource, Mapping } from '#web/data/jobs.ts';

/** Fields that a column can fill: places come from the geometry, and source values from what is left over. */
export const mappableFields = (record: AnyRecordType): [name: string, field: Field][] =>
  Object.entries(fieldsOf(record)).filter(
    ([, { kind, system }]) =>
      !system && kind !== 'geometry' && kind !== 'attributes' && kind !== 'link' && kind !== 'person',
  );

const plain = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** The option that a value of the file most likely means: the same word, or one that contains the other. */
export const optionFor = (options: Readonly<Record<string, string>>, value: string): string | undefined => {
  const wanted = plain(value);
  if (wanted === '') return undefined;
  const entries = Object.entries(options).map(([key, label]) => ({ key, words: [plain(key), plain(label)] }));
  const same = entries.find(({ words }) => words.includes(wanted));
  const near = entries.filter(({ words }) =>
    words.some((word) => word.length > 3 && wanted.length > 3 && (word.includes(wanted) || wanted.includes(word))),
  );
  return (same ?? (near.length === 1 ? near[0] : undefined))?.key;
};

/** The first guess for a choice field: each value of the column to the option it resembles. */
export const guessValues = (field: Field, column: Column | undefined): Readonly<Record<string, string>> =>
  Object.fromEntries(
    (column?.distinct ?? []).flatMap(({ value }) => {
      const option = optionFor(field.options ?? {}, value);
      return option === undefined ? [] : [[value, option]];
    }),
  );

/** How the field is filled, as one text for a select: '' is not at all, '=' a fixed value, '#name' a column, '+…' made up. */
export const sourceText = (source: FieldSource | undefined): string =>
  source === undefined
    ? ''
    : 'fixed' in source
      ? '='
      : 'column' in source
        ? `#${source.column}`
        : `+${source.fallback}`;

export const sourceFrom = (
  field: Field,
  text: string,
  columns: readonly Column[],
  before?: FieldSource,
): FieldSource | undefined => {
  if (text === '') return undefined;
  if (text === '=') return { fixed: '' };
  if (text === '+number' || text === '+externalId') return { fallback: text === '+number' ? 'number' : 'externalId' };
  const column = text.slice(1);
  if (before !== undefined && 'fallback' in before && before.fallback) return { column, fallback: before.fallback };
  return field.kind === 'choice'
    ? {
        column,
        values: guessValues(
          field,
          columns.find(({ name }) => name === column),
        ),
      }
    : { column };
};

export const withSource = (mapping: Mapping, name: string, source: FieldSource | undefined): Mapping => {
  const { [name]: _before, ...rest } = mapping.fields;
  return { ...mapping, fields: source === undefined ? rest : { ...rest, [name]: source } };
};

export interface MappingMessage {
  readonly field: string;
  readonly message: string;
}

const withoutValue = 'This must be filled. Choose a column or one value for all rows.';

/** What has to be decided before the file can be checked. */
export const mappingMessages = (
  record: AnyRecordType,
  mapping: Mapping,
  columns: readonly Column[],
): MappingMessage[] =>
  mappableFields(record).flatMap(([name, field]): MappingMessage[] => {
    const source = mapping.fields[name];
    if (source === undefined) return field.optional ? [] : [{ field: name, message: withoutValue }];
    if ('fixed' in source)
      return source.fixed === '' ? [{ field: name, message: 'Choose the value for all rows.' }] : [];
    if (field.kind !== 'choice' || !('column' in source) || source.otherwise !== undefined) return [];
    const column = columns.find(({ name: known }) => known === source.column);
    const open = (column?.distinct ?? []).filter(({ value }) => source.values?.[value] === undefined);
    return open.length === 0 || field.optional
      ? []
      : [
          {
            field: name,
            message: `Say what ${open.map(({ value }) => `“${value}”`).join(', ')} means, or choose an option for everything else.`,
          },
        ];
  });

/** Columns that no field takes: kept as source values when the person wants that. */
export const leftOver = (mapping: Mapping, columns: readonly Column[]): string[] => {
  const used = new Set(Object.values(mapping.fields).flatMap((source) => ('column' in source ? [source.column] : [])));
  return columns
    .map(({ name }) => name)
    .filter((name) => !used.has(name) && name !== mapping.longitude && name !== mapping.latitude);
};

/** The format by the name of the file, which is what the person sees. */
export const formatOf = (fileName: string): ImportFormat | undefined =>
  /\.zip$/i.test(fileName)
    ? 'shapefile'
    : /\.(geo)?json$/i.test(fileName)
      ? 'geojson'
      : /\.(csv|txt)$/i.test(fileName)
        ? 'csv'
        : undefined;
