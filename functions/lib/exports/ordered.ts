import { canonical } from '#shared/derive/canonical.ts';
import { type Change } from '#shared/derive/diff.ts';
import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';

/** The same value with the keys of its objects by the alphabet. */
export const inOrderOfKeys = (value: object): unknown => JSON.parse(canonical(value) ?? 'null');

/** A line of JSON, the same for the same value. */
export const lineOf = (value: object): string => `${canonical(value) ?? ''}\n`;

/** The same for people to read. */
export const prettyText = (value: object): string => `${JSON.stringify(inOrderOfKeys(value), undefined, 2)}\n`;

/**
 * The table keeps no order in a map, and hands it out in another one each time. What is written again after a crash, or
 * told of in a log, must come out as it did before.
 */
const ordered = (record: AnyRecordType, field: string, value: unknown): unknown => {
  if (typeof value !== 'object' || value === null) return value;
  const { kind } = fieldsOf(record)[field] ?? {};
  if (kind === 'attributes') return inOrderOfKeys(value);
  return kind === 'geometry' && 'coordinates' in value
    ? { ...('type' in value && { type: value.type }), ...value }
    : value;
};

/** The values in the order in which they are declared; what is no longer declared does not leave. */
export const inOrder = (record: AnyRecordType, stored: Stored): Stored => ({
  ...stored,
  values: Object.fromEntries(
    Object.keys(fieldsOf(record)).flatMap((name) =>
      stored.values[name] === undefined ? [] : [[name, ordered(record, name, stored.values[name])]],
    ),
  ),
});

export const changesInOrder = (record: AnyRecordType, changes: readonly Change[]): readonly Change[] =>
  changes.map(({ field, personal, before, after }) => ({
    field,
    ...(personal && { personal }),
    ...(before === undefined ? {} : { before: ordered(record, field, before) }),
    ...(after === undefined ? {} : { after: ordered(record, field, after) }),
  }));
