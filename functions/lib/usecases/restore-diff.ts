import type { Verb } from '#functions/lib/store/index.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';

const isArchived = ({ archivedAt }: Pick<Stored, 'archivedAt'>) => archivedAt !== undefined;

/** What differs, by name and in the order of the form; being archived or not counts as a field. */
export const differing = (record: AnyRecordType, one: Stored, other: Stored): string[] => {
  const fields = Object.keys(fieldsOf(record)).filter(
    (name) => canonical(one.values[name]) !== canonical(other.values[name]),
  );
  return isArchived(one) === isArchived(other) ? fields : [...fields, 'archived'];
};

export const verbOf = (live: Stored, then: Stored): Verb => {
  if (isArchived(live) === isArchived(then)) return 'change';
  return isArchived(then) ? 'archive' : 'restore';
};
