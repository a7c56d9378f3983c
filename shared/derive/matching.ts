import { fieldsOf, type AnyRecordType, type Stored } from '../model/record.ts';
import { addDays, civilDate } from '../time/civil.ts';
import { startOfDay } from '../time/day-start.ts';

/** Which records of a type are meant. Everything that is said must hold. */
export interface Matching {
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  /** What `from` and `to` are about: when a record was made or last changed, or a date field of its type. */
  readonly date?: string | undefined;
  /** The id of a record that it is, or is about: a site, a structure, an outfall. */
  readonly about?: string | undefined;
  /** Every word of it must stand somewhere in the texts of the record, whatever the case. */
  readonly text?: string | undefined;
  /** A choice field and its value, such as the status. */
  readonly is?: { readonly field: string; readonly value: string } | undefined;
  readonly archived?: boolean | undefined;
}

/** The date fields by which a type can be chosen, with what they are called. */
export const datesOf = (record: AnyRecordType): readonly (readonly [name: string, label: string])[] => [
  ['createdAt', 'Recorded'],
  ['updatedAt', 'Last changed'],
  ...Object.entries(fieldsOf(record))
    .filter(([, { kind }]) => kind === 'date' || kind === 'dateTime')
    .map(([name, { label }]) => [name, label] as const),
];

/** Fields that lead from a record to the thing it is about, over one more record: the finding of an inspection of a site. */
export const hops = ['inspection', 'structure', 'finding'] as const;

/** The ids that a record points to. */
export const linksOf = (record: AnyRecordType, { values }: Pick<Stored, 'values'>): readonly string[] =>
  Object.entries(fieldsOf(record)).flatMap(([name, { kind }]) =>
    kind === 'link' && typeof values[name] === 'string' ? [values[name]] : [],
  );

const textOf = (record: AnyRecordType, { values }: Stored): string =>
  Object.entries(fieldsOf(record))
    .flatMap(([name, { kind }]) => {
      const value = values[name];
      if (kind === 'text' && typeof value === 'string') return [value];
      return kind === 'attributes' && value !== undefined ? Object.values(value as object).map(String) : [];
    })
    .join('\n')
    .toLowerCase();

/** A field that holds a date as it is; a moment falls on a day in the agency's zone. */
const dayIn = (name: string, { createdAt, updatedAt, values }: Stored, zone: string): string | undefined => {
  const at = name === 'createdAt' ? createdAt : name === 'updatedAt' ? updatedAt : values[name];
  if (typeof at !== 'string') return undefined;
  return at.length === 10 ? at : civilDate(at, zone);
};

/** `near` are the ids that the record leads to over one more record; asked only where `about` is. */
export const matches = (
  record: AnyRecordType,
  { from, to, date = 'createdAt', about, text, is, archived }: Matching,
  zone: string,
): ((stored: Stored, near?: readonly string[]) => boolean) => {
  const words = (text ?? '').toLowerCase().split(/\s+/).filter(Boolean);
  const [begin, end] = [from && startOfDay(from, zone), to && startOfDay(addDays(to, 1), zone)];
  const inPeriod = (stored: Stored): boolean => {
    if (from === undefined && to === undefined) return true;
    // Moments are compared as moments: finding the day of each of thousands would cost far more.
    if (date === 'createdAt' || date === 'updatedAt')
      return (begin === undefined || stored[date] >= begin) && (end === undefined || stored[date] < end);
    const day = dayIn(date, stored, zone);
    return day !== undefined && (from === undefined || day >= from) && (to === undefined || day <= to);
  };
  return (stored, near = []) => {
    if (stored.archivedAt !== undefined && archived !== true) return false;
    if (is !== undefined && String(stored.values[is.field]) !== is.value) return false;
    if (!inPeriod(stored)) return false;
    if (about !== undefined && ![stored.id, ...linksOf(record, stored), ...near].includes(about)) return false;
    const all = words.length === 0 ? '' : textOf(record, stored);
    return words.every((word) => all.includes(word));
  };
};
