import type { Field } from '../model/field.ts';
import { fieldsOf, type AnyRecordType } from '../model/record.ts';
import { roleLabels, type ActorRole } from '../model/role.ts';
import { verbText } from '../model/verb.ts';
import type { Change } from './diff.ts';
import { csvLine } from './export.ts';
import { cell, labelWithUnit } from './text.ts';

/** What an entry of the audit trail says, as it is taken along. */
export interface ExportedEntry {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  readonly late?: true;
  readonly verb: string;
  readonly at: string;
  readonly by: string;
  /** The name behind `by`, where somebody of the agency has or had that id. */
  readonly name?: string | undefined;
  readonly role: ActorRole;
  readonly source: string;
  readonly requestId: string;
  readonly reason?: string | undefined;
  readonly rebuilt?: true | undefined;
  readonly changes: readonly Change[];
}

const heading = [
  'When (UTC)',
  'Kind of record',
  'Record',
  'Version',
  'What',
  'Person',
  'Person ID',
  'Role',
  'Source',
  'Request',
  'Reason',
  'Note',
  'Field',
  'Before',
  'After',
];

export const auditCsvHeader = (): string => csvLine(heading);

const roleText = (role: ActorRole): string => (role === 'system' ? 'System' : roleLabels[role]);

/** A field that the type no longer has is said as it was kept. */
const valueText = (field: Field | undefined, value: unknown): string | number => {
  if (value === undefined) return '';
  return field === undefined ? JSON.stringify(value) : cell(field, value);
};

const changeCells = (record: AnyRecordType, { field: name, before, after, personal }: Change) => {
  const field = fieldsOf(record)[name];
  const withheld = personal === true && before === undefined && after === undefined;
  const values = withheld
    ? ['left out or erased', 'left out or erased']
    : [valueText(field, before), valueText(field, after)];
  return [field === undefined ? name : labelWithUnit(field), ...values];
};

const noteOf = ({ late, rebuilt }: ExportedEntry): string =>
  late ? 'came after its version had been marked as a gap' : rebuilt ? 'put together afterwards' : '';

/** A line for each field that changed; an entry that changed none has one line. */
export const auditCsvLines = (record: AnyRecordType, entry: ExportedEntry): string[] => {
  const said = [
    entry.at,
    record.label.one,
    entry.id,
    entry.version,
    verbText(entry.verb),
    entry.name ?? '',
    entry.by,
    roleText(entry.role),
    entry.source,
    entry.requestId,
    entry.reason ?? '',
    noteOf(entry),
  ];
  if (entry.changes.length === 0) return [csvLine([...said, '', '', ''])];
  return entry.changes.map((change) => csvLine([...said, ...changeCells(record, change)]));
};
