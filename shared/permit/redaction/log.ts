import { csvLine } from '#shared/derive/export.ts';
import { deletionKinds, type Deletion } from './deletion.ts';

/** Of the record that a deletion is in, as the copy shows it. */
export interface LoggedRecord {
  readonly title: string;
  readonly createdAt: string;
}

/** What is the same in every line of a log. */
export interface LogHead {
  /** The request that the copy answers; empty when it answers none. */
  readonly request: string;
  readonly appliedBy: string;
  readonly appliedAt: string;
}

const columns = [
  'No.',
  'Request',
  'Record type',
  'Record ID',
  'Title',
  'Record made',
  'Place',
  'Kind',
  'Amount',
  'Exemption',
  'Citation',
  'Reason',
  'Outcome',
  'Applied by',
  'Applied on',
] as const;

export const logHeader = (): string => csvLine([...columns]);

const withheld = (kind: Deletion['kind']): boolean => kind === 'record' || kind === 'file';

/**
 * One line of the redaction log, by the columns of a Vaughn index (Vaughn v. Rosen, 484 F.2d 820): it tells of each
 * deletion what, where, how much and why, and never what stood there.
 */
export const logRow = (number: number, entry: Deletion, record: LoggedRecord, head: LogHead): string =>
  csvLine([
    number,
    head.request,
    entry.recordType,
    entry.recordId,
    record.title,
    record.createdAt,
    entry.place,
    deletionKinds[entry.kind],
    entry.amount,
    entry.exemption.code,
    entry.exemption.citation,
    entry.reason,
    withheld(entry.kind) ? 'Withheld' : 'Released in part',
    head.appliedBy,
    head.appliedAt,
  ]);
