import type { AnyRecordType, Stored, Values } from '../model/record.ts';

/** What a list and the map need of a record, and no more: 50,000 of them go to a browser. */
export interface Row {
  readonly id: string;
  readonly version: number;
  readonly updatedAt: string;
  readonly archivedAt?: string | undefined;
  /** Take it out: the record was disposed of. */
  readonly disposed?: true | undefined;
  readonly values: Values;
}

export const rowFields = (record: AnyRecordType): readonly string[] => [
  ...new Set<string>([
    record.title,
    ...record.columns,
    ...(record.besideColumns ?? []),
    ...(record.geometry === undefined ? [] : [record.geometry]),
  ]),
];

export const rowOf = (record: AnyRecordType, item: Stored): Row => ({
  id: item.id,
  version: item.version,
  updatedAt: item.updatedAt,
  ...(item.archivedAt === undefined ? {} : { archivedAt: item.archivedAt }),
  values: Object.fromEntries(
    rowFields(record).flatMap((name) => (item.values[name] === undefined ? [] : [[name, item.values[name]]])),
  ),
});
