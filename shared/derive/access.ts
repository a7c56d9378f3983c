import { fieldsOf, type Action, type AnyRecordType, type Stored } from '../model/record.ts';
import { fieldStaff, type Role } from '../model/role.ts';
import type { Change } from './diff.ts';
import { withoutPersonal } from './redact.ts';

/** May this role do this to records of this type? The API refuses and the screens hide by this one answer. */
export const allowed = (record: AnyRecordType, role: Role, action: Action): boolean =>
  record.access[action].includes(role);

const needPersonal: readonly Role[] = fieldStaff;

/**
 * Who a person is and how to reach them is told to those whose work needs it, and so to no viewer. Every way out asks
 * here: records, lists, history and exports.
 */
export const seesPersonal = (role: Role): boolean => needPersonal.includes(role);

/** Whoever asked for an export decides what is in it; whoever takes its files must be allowed to see that. */
export const mayTake = (role: Role, { personal }: { readonly personal?: boolean | undefined }): boolean =>
  personal === false || seesPersonal(role);

/** The record as this role may see it. */
export const seenBy = (record: AnyRecordType, role: Role, item: Stored): Stored =>
  seesPersonal(role) ? item : { ...item, values: withoutPersonal(record, item.values) };

/** That a personal field was changed is no secret; from what to what is. */
export const changesSeenBy = (record: AnyRecordType, role: Role, changes: readonly Change[]): readonly Change[] =>
  seesPersonal(role)
    ? changes
    : changes.map((change) =>
        change.personal || fieldsOf(record)[change.field]?.personal
          ? { field: change.field, personal: true as const }
          : change,
      );
