import { addDays } from '#shared/time/civil.ts';
import type { Field, FieldKind } from '#shared/model/field.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';

/** The whole state of a list, as it stands in its address: a filtered list is a link. */
export type ListSearch = Partial<Readonly<Record<string, string>>>;

/** Names that are not fields. `.` cannot be in a field's name, so none collides. */
export const reserved = { text: 'q', sort: 'sort', order: 'order', archived: 'archived' } as const;

export const listSearch = (raw: Record<string, unknown>): ListSearch =>
  Object.fromEntries(Object.entries(raw).flatMap(([k, v]) => (typeof v === 'string' && v !== '' ? [[k, v]] : [])));

export interface FilterOption {
  readonly value: string;
  readonly label: string;
}

export interface Asker {
  readonly today: string;
  readonly memberId: string;
}

interface Filter {
  readonly options: (field: Field, people: readonly { id: string; name: string }[]) => readonly FilterOption[];
  readonly matches: (value: unknown, wanted: string, asker: Asker) => boolean;
}

const none = { value: 'none', label: 'Not set' };
const exact: Filter['matches'] = (value, wanted) => (wanted === 'none' ? value === undefined : value === wanted);

/** Days ahead that count as soon, here and on the home screen. */
export const SOON_DAYS = 7;

const dateMatches: Filter['matches'] = (value, wanted, { today }) => {
  if (typeof value !== 'string') return wanted === 'none';
  const date = value.slice(0, 10);
  return (
    (wanted === 'past' && date < today) ||
    (wanted === 'soon' && date >= today && date <= addDays(today, SOON_DAYS)) ||
    (wanted === 'later' && date > addDays(today, SOON_DAYS))
  );
};

/** Which kinds of field a list can be filtered by, and how. */
export const filters: { readonly [K in FieldKind]: Filter | undefined } = {
  text: undefined,
  number: undefined,
  choice: {
    options: ({ options, optional }) => [
      ...Object.entries(options ?? {}).map(([value, label]) => ({ value, label })),
      ...(optional ? [none] : []),
    ],
    matches: exact,
  },
  date: {
    options: ({ optional }) => [
      { value: 'past', label: 'Before today' },
      { value: 'soon', label: `Today to ${SOON_DAYS} days ahead` },
      { value: 'later', label: 'Later' },
      ...(optional ? [none] : []),
    ],
    matches: dateMatches,
  },
  dateTime: undefined,
  yesNo: {
    options: () => [
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
    ],
    matches: (value, wanted) => value === (wanted === 'yes'),
  },
  link: undefined,
  person: {
    options: ({ optional }, people) => [
      { value: 'me', label: 'Me' },
      ...(optional ? [{ value: 'none', label: 'Nobody' }] : []),
      ...people.map(({ id, name }) => ({ value: id, label: name })),
    ],
    matches: (value, wanted, asker) => exact(value, wanted === 'me' ? asker.memberId : wanted, asker),
  },
  geometry: undefined,
  attributes: undefined,
};

/** The columns of a record type that can be filtered by. */
export const filterFields = (record: AnyRecordType): [name: string, field: Field, filter: Filter][] =>
  record.columns.flatMap((name: string): [string, Field, Filter][] => {
    const field = fieldsOf(record)[name];
    const filter = field && filters[field.kind];
    return field && filter ? [[name, field, filter]] : [];
  });
