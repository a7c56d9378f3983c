import { newValuesSchema } from '../derive/schema.ts';
import { systemNamed } from '../geo/coordinate-systems.ts';
import { tidyGeometry } from '../geo/geometry.ts';
import { reprojection } from '../geo/reproject-geometry.ts';
import { isKeptNumber, type Field } from '../model/field.ts';
import type { FieldSource, Mapping, RowError } from '../model/job.ts';
import { fieldsOf, type AnyRecordType, type Values } from '../model/record.ts';
import { coerce, type Coerced } from './coerce.ts';
import { cellText, plain, short } from './plain.ts';

/** One row of a file, its cells still as the file has them. */
export interface SourceRow {
  readonly row: number;
  readonly line?: number | undefined;
  readonly cells: Readonly<Record<string, unknown>>;
  /** GeoJSON only; null where the feature has none. */
  readonly geometry?: unknown;
}

/** A row that could be read as a record. */
export interface ReadRow {
  readonly row: number;
  readonly line?: number | undefined;
  readonly externalId?: string | undefined;
  /** A whole new record. */
  readonly values: Values;
  /** What the file itself says, to be laid over a record that is there already. */
  readonly said: Values;
}

export type Converted = ReadRow | { readonly errors: readonly RowError[] };

interface Found {
  readonly value?: unknown;
  /** The file says so, as against a fixed value or a fallback. */
  readonly said?: true;
  readonly message?: string;
  readonly from?: string;
}

const cellOf = (cells: SourceRow['cells'], column: string): unknown =>
  Object.hasOwn(cells, column) ? cells[column] : undefined;

/** Value maps are looked up by plain words; made once for a mapping, not for each row. */
const wordsOf = (values: Readonly<Record<string, string>> = {}) =>
  new Map(Object.entries(values).map(([from, to]) => [plain(from), to]));

const fromColumn = (field: Field, source: Extract<FieldSource, { column: string }>) => {
  const words = wordsOf(source.values);
  return (cells: SourceRow['cells']): Found => {
    const cell = cellOf(cells, source.column);
    const text = cellText(cell);
    if (text === undefined) return field.optional || source.otherwise === undefined ? {} : { value: source.otherwise };
    const named = words.get(plain(text));
    if (named !== undefined) return { value: named, said: true };
    const coerced: Coerced = coerce(field, cell);
    if ('value' in coerced) return { value: coerced.value, said: true };
    return source.otherwise === undefined ? { message: coerced.message, from: text } : { value: source.otherwise };
  };
};

const reader = (field: Field, source: FieldSource): ((cells: SourceRow['cells']) => Found) => {
  if ('fixed' in source) {
    const coerced = coerce(field, source.fixed);
    return () => coerced;
  }
  return 'column' in source ? fromColumn(field, source) : () => ({});
};

/** A position from two columns. One of them alone is a mistake; neither is a record without a place. */
const point = (cells: SourceRow['cells'], longitude: string, latitude: string): Found => {
  const [x, y] = [cellText(cellOf(cells, longitude)), cellText(cellOf(cells, latitude))];
  if (x === undefined && y === undefined) return {};
  if (x === undefined || y === undefined)
    return { message: 'Only one of the two coordinates is given.', from: x ?? y ?? '' };
  const coordinates = [x, y].map((text) => Number(text.replaceAll(/,(?=\d{3}(\D|$))/g, '')));
  return coordinates.every(Number.isFinite)
    ? { value: { type: 'Point', coordinates }, said: true }
    : { message: 'The coordinates must be numbers, without a unit.', from: `${x}, ${y}` };
};

const place = ({ cells, geometry }: SourceRow, { longitude, latitude }: Mapping): Found => {
  if (longitude !== undefined && latitude !== undefined) return point(cells, longitude, latitude);
  if (geometry === null || geometry === undefined) return {};
  const { coordinates } = geometry as { coordinates?: unknown };
  return Array.isArray(coordinates) && coordinates.length === 0 ? {} : { value: geometry, said: true };
};

/** A place of the file, brought to WGS84 and made ready for the schema. */
const placing = (coordinateSystem: string | undefined) => {
  const project = reprojection(coordinateSystem === undefined ? undefined : systemNamed(coordinateSystem));
  return (found: Found): Found => {
    if (found.value === undefined) return found;
    const projected = project(found.value);
    return 'message' in projected
      ? { message: projected.message, from: cellText((found.value as { coordinates?: unknown }).coordinates) ?? '' }
      : { ...found, value: tidyGeometry(projected.geometry) };
  };
};

/** Columns that some field or the position is read from. */
export const takenColumns = (mapping: Mapping): Set<string> =>
  new Set([
    ...Object.values(mapping.fields).flatMap((source) => ('column' in source ? [source.column] : [])),
    ...[mapping.longitude, mapping.latitude].filter((name) => name !== undefined),
  ]);

/** Columns whose own words live on in a field. A choice does not keep them: `CURB INLET` becomes an inlet. */
const carriedColumns = (record: AnyRecordType, mapping: Mapping): Set<string> =>
  takenColumns({
    ...mapping,
    fields: Object.fromEntries(
      Object.entries(mapping.fields).filter(([name]) => fieldsOf(record)[name]?.kind !== 'choice'),
    ),
  });

const scalar = (cell: unknown): string | number | boolean | null => {
  if (cell === undefined || cell === null || cell === '') return null;
  if (typeof cell === 'number' && !isKeptNumber(cell)) return String(cell);
  return typeof cell === 'object' ? JSON.stringify(cell) : (cell as string | number | boolean);
};

const title = (record: AnyRecordType, mapping: Mapping, values: Values, row: number): unknown => {
  const source = mapping.fields[record.title];
  if (source === undefined || !('fallback' in source)) return undefined;
  if (source.fallback === 'externalId' && values['externalId'] !== undefined) return values['externalId'];
  const kind = fieldsOf(record)['kind']?.options?.[String(values['kind'])];
  return `${kind ?? record.label.one} ${row}`;
};

const attributesField = (record: AnyRecordType) =>
  Object.entries(fieldsOf(record)).find(([, field]) => field.kind === 'attributes')?.[0];

type Errors = readonly RowError[];

const shown = (value: unknown): string | undefined => {
  const text = cellText(value);
  return text === undefined ? undefined : short(text);
};

/** Degrees end at 180; what is larger is in feet or metres of some other projection. */
const sentence = (field: Field | undefined, issue: { code: string; message: string }): string =>
  field?.kind === 'geometry' && (issue.code === 'too_big' || issue.code === 'too_small') && /number/.test(issue.message)
    ? 'The coordinates are not longitude and latitude in degrees. Choose the coordinate system of the file, or convert it to WGS84 (EPSG:4326).'
    : issue.message;

/** One message for each field: a shape in the wrong projection would otherwise bring one for each of its points. */
const checked = (record: AnyRecordType, at: Pick<SourceRow, 'row' | 'line'>, values: Values): Errors => {
  const parsed = newValuesSchema(record).safeParse(values);
  if (parsed.success) return [];
  const first = new Map(parsed.error.issues.toReversed().map((issue) => [String(issue.path[0] ?? ''), issue]));
  return [...first].reverse().map(([path, issue]) => {
    const value = shown(values[path]);
    return value === undefined
      ? { ...at, path, message: 'This is needed, and the row does not give it.' }
      : { ...at, path, message: sentence(fieldsOf(record)[path], issue), value };
  });
};

/** Reads rows of one file by one mapping. Check and run share it, so that a dry run says what a run will do. */
export const rowReader = (record: AnyRecordType, mapping: Mapping): ((source: SourceRow) => Converted) => {
  const fields = Object.entries(mapping.fields).flatMap(([name, source]) => {
    const field = fieldsOf(record)[name];
    return field === undefined ? [] : [[name, reader(field, source)] as const];
  });
  const carried = carriedColumns(record, mapping);
  const rest = mapping.keepOther ? attributesField(record) : undefined;
  const located =
    record.geometry !== undefined && mapping.fields[record.geometry] === undefined ? record.geometry : undefined;
  const placed = placing(mapping.coordinateSystem);

  return (source) => {
    const at = { row: source.row, ...(source.line === undefined ? {} : { line: source.line }) };
    let found = fields.map(([name, read]) => [name, read(source.cells)] as [string, Found]);
    if (located !== undefined) found.push([located, placed(place(source, mapping))]);
    else if (mapping.coordinateSystem !== undefined)
      found = found.map(([name, f]) => [name, name === record.geometry ? placed(f) : f]);
    if (rest !== undefined) {
      const other = Object.entries(source.cells).filter(([name]) => !carried.has(name) && name !== '__proto__');
      if (other.length > 0)
        found.push([rest, { value: Object.fromEntries(other.map(([k, v]) => [k, scalar(v)])), said: true }]);
    }
    const unread = found.filter(([, f]) => f.message !== undefined);
    if (unread.length > 0)
      return {
        errors: unread.map(([path, f]) => ({ ...at, path, message: f.message ?? '', value: short(f.from ?? '') })),
      };
    const given = found.filter(([, f]) => f.value !== undefined);
    const values: Record<string, unknown> = Object.fromEntries(given.map(([name, f]) => [name, f.value]));
    values[record.title] ??= title(record, mapping, values, source.row);
    const errors = checked(record, at, values);
    if (errors.length > 0) return { errors };
    return {
      ...at,
      externalId: typeof values['externalId'] === 'string' ? values['externalId'] : undefined,
      values,
      said: Object.fromEntries(given.filter(([, f]) => f.said).map(([name, f]) => [name, f.value])),
    };
  };
};
