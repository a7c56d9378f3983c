import { coordinators, everyone, fieldStaff, onlyAdmins, type Role } from './role.ts';

/**
 * Who may do what beside reading, adding, changing and archiving records, which each record type says for itself
 * (`access`). Together they are the one table of permissions: routes, jobs and screens ask it and hold no list of roles.
 */
export const duties = {
  keepOwnAccount: everyone,
  seeColleagues: everyone,
  readFiles: everyone,
  /** Who a person is and how to reach them: told to those whose work needs it. */
  seePersonal: fieldStaff,
  attachFiles: fieldStaff,
  keepHeldFiles: fieldStaff,
  signOffInspections: fieldStaff,
  closeTasks: fieldStaff,
  reopenTasks: coordinators,
  importRecords: coordinators,
  exportRecords: everyone,
  /** Copies for the public, with a profile of what is removed. */
  redactCopies: coordinators,
  /** All that the agency has, with its whole audit trail: what another system is filled with. */
  archiveAgency: onlyAdmins,
  /** Whoever started an export may cancel it. */
  cancelAnyExport: onlyAdmins,
  manageMembers: onlyAdmins,
  changeSettings: onlyAdmins,
  closeAgency: onlyAdmins,
  reviewAccess: onlyAdmins,
  reviewAudit: onlyAdmins,
  seeRetention: everyone,
  changeRetention: onlyAdmins,
  placeHolds: coordinators,
  liftHolds: onlyAdmins,
  /** Of these, the one whom the agency named. */
  decideDisposals: coordinators,
} as const satisfies Record<string, readonly Role[]>;

export type Duty = keyof typeof duties;

/** These work on what they made themselves or what is assigned to them, and read the rest. */
export const ownWorkOnly: readonly Role[] = ['inspector'];
