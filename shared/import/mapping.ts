import type { Coordinates, Mapping } from '../model/job.ts';
import type { FieldMessage } from '../model/problem.ts';
import { fieldsOf, type AnyRecordType } from '../model/record.ts';
import type { Field } from '../model/field.ts';
import { systemNamed } from '../geo/coordinate-systems.ts';
import { coerce, fillable } from './coerce.ts';
import { takenColumns } from './row.ts';

type Source = Mapping['fields'][string];

const optionMessages = (path: string, field: Field, source: Extract<Source, { column: string }>): FieldMessage[] => {
  const named = [...Object.values(source.values ?? {}), ...(source.otherwise === undefined ? [] : [source.otherwise])];
  if (named.length > 0 && field.kind !== 'choice')
    return [{ path, message: 'Values can be named only for a field of choices.' }];
  const unknown = named.find((option) => !Object.hasOwn(field.options ?? {}, option));
  return unknown === undefined ? [] : [{ path, message: `“${unknown}” is not one of this field's choices.` }];
};

const sourceMessages = (record: AnyRecordType, name: string, source: Source): FieldMessage[] => {
  const path = `mapping.fields.${name}`;
  const field = fieldsOf(record)[name];
  if (field === undefined) return [{ path, message: `${record.label.many} have no such field.` }];
  if (!fillable(field)) return [{ path, message: 'This field cannot be filled from a file.' }];
  if ('fallback' in source && source.fallback !== undefined && name !== record.title)
    return [{ path, message: `Only ${record.title} can fall back to an ID or a number.` }];
  if ('fixed' in source) {
    const coerced = coerce(field, source.fixed);
    const message =
      'message' in coerced ? coerced.message : field.schema.safeParse(coerced.value).error?.issues[0]?.message;
    return message === undefined ? [] : [{ path, message }];
  }
  return 'column' in source ? optionMessages(path, field, source) : [];
};

const needed = (record: AnyRecordType, mapping: Mapping): FieldMessage[] =>
  Object.entries(fieldsOf(record))
    .filter(
      ([name, field]) =>
        !field.optional && !field.system && mapping.fields[name] === undefined && name !== record.geometry,
    )
    .map(([name, field]) => ({
      path: `mapping.fields.${name}`,
      message: `${field.label} is needed: choose a column or a value for all rows.`,
    }));

const outOfDegrees = ([x, y]: readonly [number, number]) => Math.abs(x) > 180 || Math.abs(y) > 90;

const systemMessages = ({ coordinateSystem }: Mapping, coordinates: Coordinates | undefined): FieldMessage[] => {
  const path = 'mapping.coordinateSystem';
  if (coordinateSystem !== undefined)
    return systemNamed(coordinateSystem) === undefined
      ? [{ path, message: `The coordinate system ${coordinateSystem} is not known here.` }]
      : [];
  const { first } = coordinates ?? {};
  return first !== undefined && outOfDegrees(first)
    ? [{ path, message: 'The coordinates are not degrees: choose the coordinate system that they are in.' }]
    : [];
};

/** What keeps this mapping from being used for a file with these columns; nothing when it fits. */
export const mappingMessages = (
  record: AnyRecordType,
  mapping: Mapping,
  columns: readonly string[],
  coordinates?: Coordinates,
): FieldMessage[] => {
  const known = new Set(columns);
  const missing = [...takenColumns(mapping)].filter((name) => !known.has(name));
  const half = (mapping.longitude === undefined) !== (mapping.latitude === undefined);
  return [
    ...Object.entries(mapping.fields).flatMap(([name, source]) => sourceMessages(record, name, source)),
    ...needed(record, mapping),
    ...missing.map((name) => ({ path: 'mapping', message: `The file has no column “${name}”.` })),
    ...(half ? [{ path: 'mapping', message: 'Choose both the longitude and the latitude column, or neither.' }] : []),
    ...systemMessages(mapping, coordinates),
  ];
};
