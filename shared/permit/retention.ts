import * as z from 'zod';
import type { Stored } from '../model/record.ts';
import { recordNames, type RecordName } from '../records/index.ts';
import { addDays, civilDate } from '../time/civil.ts';
import { plausibleDate } from '../time/plausible.ts';
import { isClosed, type RequestStatus } from './request-status.ts';
import {
  retentionClasses,
  retentionClassNames,
  retentionClassOf,
  triggers,
  type RetentionClass,
  type RetentionClassName,
} from './retention-classes.ts';

export const MOST_YEARS = 100;

/** How long a class is kept, as the agency set it. */
export const rule = z.object({ years: z.int().min(1).max(MOST_YEARS), trigger: z.enum(triggers) });
export type Rule = z.output<typeof rule>;

/**
 * What a legal hold keeps: everything, a record type, or one record with all that belongs to it. A site is a record, so
 * that a hold on it keeps its structures, their inspections, and so on.
 */
export const holdScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('type'), type: z.enum(recordNames as [RecordName, ...RecordName[]]) }),
  z.strictObject({
    kind: z.literal('record'),
    type: z.enum(recordNames as [RecordName, ...RecordName[]]),
    id: z.uuid().toLowerCase(),
  }),
]);
export type HoldScope = z.output<typeof holdScope>;

const end = z.object({ at: z.string(), by: z.string(), reason: z.string() });
const hold = z.object({
  id: z.uuid(),
  scope: holdScope,
  reason: z.string(),
  at: z.string(),
  by: z.string(),
  /** Once it was lifted: the hold itself stays on record. */
  lifted: end.optional(),
});
export type Hold = z.output<typeof hold>;

export const monthDay = z.string().regex(/^(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/);

/** What an agency has set about keeping and disposing, with who changed what and why. One item, one version. */
export const retentionPolicy = z.object({
  /** 1 while nothing was ever set. */
  version: z.int().min(1).default(1),
  classes: z.partialRecord(z.enum(retentionClassNames), rule).default({}),
  /** The first day of a permit year, as MM-DD. */
  permitYearStart: monthDay.default('01-01'),
  /** The last days of permit terms, oldest first. */
  termEnds: z.array(plausibleDate()).default([]),
  /** The member who is asked whether records that are due may be disposed of. */
  disposer: z.uuid().optional(),
  holds: z.array(hold).default([]),
  log: z.array(end.extend({ what: z.string() })).default([]),
});
export type RetentionPolicy = z.output<typeof retentionPolicy>;
export const noPolicy: RetentionPolicy = retentionPolicy.parse({});

/** The class as it holds for an agency: the default, and what was set over it. */
export const classFor = (policy: RetentionPolicy, name: RetentionClassName): RetentionClass => ({
  ...retentionClasses[name],
  ...policy.classes[name],
});

/** The same day so many years later; 29 February becomes 1 March, since a day too late harms nobody. */
const addYears = (date: string, years: number): string => {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCFullYear(at.getUTCFullYear() + years);
  return at.toISOString().slice(0, 10);
};

export const permitYearEnd = (date: string, start: string): string => {
  const year = Number(date.slice(0, 4));
  // A year that begins on 29 February has no such day in most years: it begins on 1 March then.
  const begins = (y: number) => new Date(`${y}-${start}T00:00:00Z`).toISOString().slice(0, 10);
  return addDays(date >= begins(year) ? begins(year + 1) : begins(year), -1);
};

const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

/** What a record says of its own day; when it was made, if it says nothing. */
const dateOf = (type: RecordName, { values, createdAt }: Stored, zone: string): string =>
  civilDate((type === 'inspection' ? text(values['inspectedAt']) : undefined) ?? createdAt, zone);

const isOver = (type: RecordName, { status }: Stored['values']): boolean => {
  if (type === 'publicRecordsRequest') return isClosed(status as RequestStatus);
  return (type === 'site' || type === 'task') && status === 'closed';
};

/** The day a record was over. Undefined while it is open: such a record is never due. */
const closedOn = (type: RecordName, item: Stored, zone: string): string | undefined => {
  const at =
    item.archivedAt ?? (isOver(type, item.values) ? (text(item.values['closedAt']) ?? item.updatedAt) : undefined);
  return at === undefined ? undefined : civilDate(at, zone);
};

/** The day from which the years of a record are counted; undefined where it has not come or nobody knows it. */
const countedFrom = (type: RecordName, trigger: RetentionClass['trigger'], item: Stored, of: Agency) => {
  if (trigger === 'closed') return closedOn(type, item, of.zone);
  const date = dateOf(type, item, of.zone);
  if (trigger === 'recordDate') return date;
  if (trigger === 'permitYearEnd') return permitYearEnd(date, of.policy.permitYearStart);
  return of.policy.termEnds.find((termEnd) => termEnd >= date);
};

export interface Agency {
  readonly policy: RetentionPolicy;
  /** IANA time zone: days begin and end by it. */
  readonly zone: string;
}

export interface Due {
  readonly class: RetentionClassName;
  readonly from: string;
  /** The first day on which the record may be disposed of. */
  readonly on: string;
}

/**
 * When a record may be disposed of, holds aside. Undefined for one that is not closed, whose permit term is unknown, or
 * that is kept with another one.
 */
export const disposalDue = (type: RecordName, item: Stored, of: Agency): Due | undefined => {
  const name = retentionClassOf[type];
  if (name === 'withItsRecord') return undefined;
  const { trigger, years } = classFor(of.policy, name);
  const from = countedFrom(type, trigger, item, of);
  return from === undefined ? undefined : { class: name, from, on: addDays(addYears(from, years), 1) };
};

export const activeHolds = ({ holds }: Pick<RetentionPolicy, 'holds'>): Hold[] =>
  holds.filter(({ lifted }) => lifted === undefined);

/** Something a hold may name: `belongsTo` are the records that it leads to, as `<type>:<id>`. */
export interface Holdable {
  readonly type: string;
  readonly id: string;
  readonly belongsTo?: ReadonlySet<string>;
}

/** The first hold that keeps a record. A hold always wins over being due. */
export const holdOn = (policy: Pick<RetentionPolicy, 'holds'>, { type, id, belongsTo }: Holdable): Hold | undefined =>
  activeHolds(policy).find(({ scope }) => {
    if (scope.kind === 'all') return true;
    if (scope.kind === 'type') return scope.type === type;
    return (scope.type === type && scope.id === id) || belongsTo?.has(`${scope.type}:${scope.id}`) === true;
  });
