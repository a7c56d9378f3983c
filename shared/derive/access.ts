import { duties, ownWorkOnly, type Duty } from '../model/duty.ts';
import type { Principal } from '../model/principal.ts';
import { fieldsOf, type Action, type AnyRecordType, type Stored, type Values } from '../model/record.ts';
import type { Role } from '../model/role.ts';
import type { Change } from './diff.ts';
import { withoutPersonal } from './redact.ts';

/** May this role do this to records of this type? The API refuses and the screens hide by this one answer. */
export const allowed = (record: AnyRecordType, role: Role, action: Action): boolean =>
  record.access[action].includes(role);

export const mayDo = (role: Role, duty: Duty): boolean => (duties[duty] as readonly Role[]).includes(role);

/** What still can be done in an agency that closes its account, beside reading records: all else changes something. */
const duringClosing: readonly Duty[] = [
  'seeColleagues',
  'readFiles',
  'seePersonal',
  'exportRecords',
  'redactCopies',
  'archiveAgency',
  'cancelAnyExport',
  'closeAgency',
  'reviewAccess',
  'reviewAudit',
  'seeRetention',
];

/** What a person may do at the moment. The screens ask this, so that they offer nothing that the API would refuse. */
export const mayNow = ({ role, closing = false }: { readonly role: Role; readonly closing?: boolean }) => ({
  act: (record: AnyRecordType, action: Action): boolean =>
    allowed(record, role, action) && (action === 'read' || !closing),
  do: (duty: Duty): boolean => mayDo(role, duty) && (!closing || duringClosing.includes(duty)),
});

export type Who = Pick<Principal, 'memberId' | 'role'>;
type Held = { readonly createdBy: string; readonly values: Values };

const isOwn = (record: AnyRecordType, { memberId }: Who, { createdBy, values }: Held): boolean =>
  createdBy === memberId ||
  Object.entries(fieldsOf(record)).some(([name, { kind }]) => kind === 'person' && values[name] === memberId);

/** May this person work on this very record? Asked after `allowed` or `mayDo` has said that the role may at all. */
export const isTheirs = (record: AnyRecordType, who: Who, item: Held): boolean =>
  !ownWorkOnly.includes(who.role) || isOwn(record, who, item);

/** What those who work on their own records alone are told, by the API and by the screens. */
export const ownWorkSentence = (record: AnyRecordType, verb: 'change' | 'close' | 'sign off'): string => {
  const assigned = Object.values(fieldsOf(record)).some(({ kind, system }) => kind === 'person' && !system);
  const which = assigned ? 'that you entered or that are assigned to you' : 'that you entered';
  return `You can ${verb} only ${record.label.many.toLowerCase()} ${which}.`;
};

/** Every way out of a personal field asks here: records, lists, history and exports. */
export const seesPersonal = (role: Role): boolean => mayDo(role, 'seePersonal');

/** Whoever asked for an export decides what is in it; whoever takes its files must be allowed to see that. */
export const mayTake = (
  role: Role,
  held: { readonly personal?: boolean | undefined; readonly types: readonly (AnyRecordType | undefined)[] },
): boolean =>
  mayDo(role, 'exportRecords') &&
  (held.personal === false || seesPersonal(role)) &&
  held.types.every((record) => record !== undefined && allowed(record, role, 'read'));

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
