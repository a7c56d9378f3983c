import { fieldsOf, type AnyRecordType } from '../model/record.ts';
import type { Change } from './diff.ts';
import { csvLine } from './export.ts';
import { cell, labelWithUnit } from './text.ts';

/** One version of a record in its history. */
export interface HistoryEntry {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly verb: string;
  readonly at: string;
  readonly by: string;
  readonly role: string;
  readonly source: string;
  readonly reason?: string | undefined;
  readonly changes: readonly Change[];
  readonly rebuilt?: true;
}

const columns = ['Record ID', 'Version', 'What', 'When', 'By', 'Role', 'Source', 'Reason'];

export const historyHeader: string = csvLine([...columns, 'Field', 'Personal', 'Before', 'After']);

const valueText = (record: AnyRecordType, { field }: Change, value: unknown): string | number => {
  const known = fieldsOf(record)[field];
  if (value === undefined || value === null) return '';
  // A field that is no longer declared still stands in old entries.
  if (known === undefined) return typeof value === 'string' ? value : JSON.stringify(value);
  return cell(known, value);
};

const labelOf = (record: AnyRecordType, field: string): string => {
  const known = fieldsOf(record)[field];
  return known === undefined ? field : labelWithUnit(known);
};

/** One line for each field that a version changed; one line also for a version that changed none. */
export const historyLines = (record: AnyRecordType, entry: HistoryEntry): string[] => {
  const { id, version, verb, at, by, role, source, reason = '' } = entry;
  const said = [id, version, verb, at, by, role, source, reason];
  if (entry.changes.length === 0) return [csvLine([...said, '', '', '', ''])];
  return entry.changes.map((change) =>
    csvLine([
      ...said,
      labelOf(record, change.field),
      change.personal ? 'Yes' : '',
      valueText(record, change, change.before),
      valueText(record, change, change.after),
    ]),
  );
};

/** A version as JSON exports it. */
export const historyRow = (entry: HistoryEntry) => ({
  type: entry.type,
  id: entry.id,
  version: entry.version,
  verb: entry.verb,
  at: entry.at,
  by: entry.by,
  role: entry.role,
  source: entry.source,
  ...(entry.reason === undefined ? {} : { reason: entry.reason }),
  changes: entry.changes,
  ...(entry.rebuilt ? { rebuilt: true } : {}),
});
