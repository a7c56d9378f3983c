import type { Action, AnyRecordType } from '../model/record.ts';
import type { Role } from '../model/role.ts';

/** May this role do this to records of this type? The API refuses and the screens hide by this one answer. */
export const allowed = (record: AnyRecordType, role: Role, action: Action): boolean =>
  record.access[action].includes(role);
