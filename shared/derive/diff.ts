import { canonical } from './canonical.ts';
import { fieldsOf, type AnyRecordType, type Values } from '../model/record.ts';

export interface Change {
  readonly field: string;
  readonly before?: unknown;
  readonly after?: unknown;
  /** The field names or reaches a person: a redacted copy of the audit trail leaves both values out. */
  readonly personal?: true;
}

/** Most fields hold texts and numbers that did not change: those need not be written out to be compared. */
export const same = (a: unknown, b: unknown): boolean => a === b || canonical(a) === canonical(b);

/** What changed between two versions of a record, in the order of its declaration. */
export const diff = (record: AnyRecordType, before: Values, after: Values): Change[] =>
  Object.entries(fieldsOf(record)).flatMap(([field, { untracked, personal }]) => {
    if (untracked || same(before[field], after[field])) return [];
    return [
      {
        field,
        ...(before[field] === undefined ? {} : { before: before[field] }),
        ...(after[field] === undefined ? {} : { after: after[field] }),
        ...(personal ? { personal } : {}),
      },
    ];
  });
