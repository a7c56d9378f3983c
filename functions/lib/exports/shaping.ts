import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { HistoryEntry } from '#shared/derive/export-history.ts';
import { changesSeenBy, seenBy } from '#shared/derive/access.ts';
import type { ExportOrder } from '#shared/model/job.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import type { Role } from '#shared/model/role.ts';
import { addDays } from '#shared/time/civil.ts';
import { startOfDay } from '#shared/time/day-start.ts';
import { changesInOrder } from './ordered.ts';
import type { Selection } from './selection.ts';

/** What of an agency's records goes out, and how. Every file of an export asks here, so that none says more than another. */
export interface Shaping {
  /** Where only some records were chosen. */
  readonly only?: Selection | undefined;
  readonly wanted: (record: AnyRecordType, stored: Stored) => boolean;
  readonly record: (record: AnyRecordType, stored: Stored) => Stored;
  readonly entry: (record: AnyRecordType, entry: HistoryEntry) => HistoryEntry;
  /** Whether the photo or document itself goes along, where its record does. */
  readonly file: (attachment: Stored) => boolean;
  /** Where a file lies that goes out in place of the original, and what its name ends with then. */
  readonly inPlaceOf?: (attachment: Stored) => Promise<{ readonly place: ObjectPlace; readonly suffix: string }>;
}

type Filter = Pick<ExportOrder, 'from' | 'to' | 'includeArchived'>;

/** Which records belong to an order: those made at `from` or later, and before `before`. */
export interface Bounds {
  readonly from: string;
  readonly before: string;
  readonly archived: boolean;
}

/** By the day they were made, in the agency's own time. */
export const boundsOf = ({ from, to, includeArchived }: Filter, zone: string): Bounds => ({
  from: from === undefined ? '' : startOfDay(from, zone),
  before: to === undefined ? '~' : startOfDay(addDays(to, 1), zone),
  archived: includeArchived === true,
});

export const wantedBy =
  ({ from, before, archived }: Bounds): Shaping['wanted'] =>
  (_record, { archivedAt, createdAt, disposed }) =>
    !disposed && (archivedAt === undefined || archived) && createdAt >= from && createdAt < before;

/** What the job and the person behind it may both show: with `personal` unset, nobody's names and contacts. */
export const shownTo = (role: Role, personal: boolean | undefined): Pick<Shaping, 'record' | 'entry'> => {
  const as: Role = personal === true ? role : 'viewer';
  return {
    record: (record, stored) => seenBy(record, as, stored),
    entry: (record, entry) => ({ ...entry, changes: changesInOrder(record, changesSeenBy(record, as, entry.changes)) }),
  };
};
