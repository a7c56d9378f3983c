import { recordPartition } from '#shared/derive/keys.ts';
import type { Principal } from '#shared/model/principal.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { defaultSettings, type SettingsPatch } from '#shared/model/settings.ts';
import type { AuditEntry } from '#functions/lib/chain/entry.ts';
import type { Table } from './client.ts';
import {
  accountRule,
  clearTries,
  forgiveTry,
  noteStranger,
  normalEmail,
  pausedUntil,
  reserveTry,
  resetRule,
  sourceOf,
  sourceRule,
  type Try,
} from './lockout.ts';
import { sessionStore } from './sessions.ts';
import { signInCodes } from './sign-in-codes.ts';
import { accessAt, listAccess, putAccess, type AccessEvent, type AccessQuery } from './access-events.ts';
import { now } from '#functions/lib/aws/clock.ts';
import { auditArrivals } from './arrivals.ts';
import { appendAudit, auditFeed, entriesPage, entryBefore, keptEntry, linksAt, valuesBefore } from './audit.ts';
import { auditEntryAt, searchAudit, type AuditQuery } from './audit-search.ts';
import type { Item, Provenance, Verb } from './item.ts';
import {
  activateMember,
  getMember,
  isGone,
  getTenant,
  listMembers,
  memberWithTenant,
  putMemberOnce,
  revokeSession,
  type Member,
  type NewMember,
  type NewTenant,
} from './members.ts';
import { everyTenant, listTenantIds, listTenants, putSuspension, putTenantOnce, type Suspension } from './tenants.ts';
import { addMember, changeMember, changeSettings, type MemberChange } from './member-changes.ts';
import { closingStore } from './closing.ts';
import { besideStore } from './beside.ts';
import { deskStore } from './desk.ts';
import type { PageKey } from './quick-query.ts';
import { redactionStore } from './redactions.ts';
import { releaseStore } from './releases.ts';
import { jobStore } from './jobs.ts';
import { erasureStore } from './erasure.ts';
import { disposalStore } from './dispose.ts';
import { mailedStore } from './mailed.ts';
import { putView, type View } from './views.ts';
import { retentionStore } from './retention.ts';
import { changedRows, existing, getItem, getStanding, historyOf, listRecords, type ListQuery } from './read.ts';
import { countAfter, externalIdsAfter, idsByExternalId, itemsAfter, itemsOf, recordsAfter } from './walk.ts';
import { createRecords, putBack, putVersion, type NewRecord } from './write.ts';

export { openTable, tableAt, type Table } from './client.ts';
export { restoring } from './restore.ts';
export { sizeOf } from './item-size.ts';
export type { AccessEvent } from './access-events.ts';
export { accessKinds, type AccessKind } from '#shared/model/access-event.ts';
export type { Beside } from './beside.ts';
export type { Kind } from './kinds.ts';
export type { Link } from './audit.ts';
export { arrivalPlace, entryFromItem, isListed } from './audit-item.ts';
export { placeInOrder } from './arrivals.ts';
export type { AuditPage, KeptEntry } from './audit-search.ts';
export { DISPOSE, fromItem, isTombstone, type Item, type Provenance, type Verb } from './item.ts';
export {
  isActive,
  type ActiveJob,
  type JobOf,
  type StoredDisposal,
  type StoredExport,
  type StoredFile,
  type StoredImport,
  type StoredJob,
} from './jobs.ts';
export type { Try } from './lockout.ts';

export const sameEmail = (one: string, other: string): boolean => normalEmail(one) === normalEmail(other);
export type { Session } from './session-item.ts';
export type { Before } from './import-befores.ts';
export type { Reading } from './import-notes.ts';
export { tenantPlaces, type TenantPlace } from './tenant-places.ts';
export { isGone };
export type { Member, MemberStatus, NewTenant, Tenant } from './members.ts';
export { fromAnyImage, fromImage, toImage } from './image.ts';
export type { PageKey } from './quick-query.ts';
export type { ChangesPage, ListQuery, Page } from './read.ts';
export type { MemberChange } from './member-changes.ts';
export type { NewRecord } from './write.ts';

/**
 * The only way to an agency's data. Every key is derived from the tenant of a verified principal: there is no
 * operation that takes a partition, no Scan, and no way to name another tenant.
 */
export const tenantStore = (table: Table, { tenantId }: Pick<Principal, 'tenantId'>) =>
  storeOf(table.of?.(tenantId) ?? table, tenantId, table);

/** `own` is the table with the function's own rights: pauses are counted in a partition of no agency. */
const storeOf = (table: Table, tenantId: string, own: Table) => ({
  get: (record: AnyRecordType, id: string) => getItem(table, tenantId, record.name, id),
  /** Also what a disposal left of a record. */
  standing: (record: AnyRecordType, id: string) => getStanding(table, tenantId, record.name, id),
  list: (record: AnyRecordType, query: ListQuery) => listRecords(table, tenantId, record, query),
  changes: (record: AnyRecordType, limit: number, now: string, cursor?: string) =>
    changedRows(table, tenantId, record, limit, now, cursor),
  history: (record: AnyRecordType, id: string, limit: number, cursor?: string) =>
    historyOf(table, tenantId, record.name, id, limit, cursor),
  /** The audit entries of one record as they are kept, oldest first. */
  entries: (record: AnyRecordType, id: string, after?: string) => entriesPage(table, tenantId, record.name, id, after),
  create: (news: readonly [NewRecord, ...NewRecord[]], by: Provenance) =>
    createRecords(table, news, sameTenant(by, tenantId)),
  put: (record: AnyRecordType, before: Item, next: Parameters<typeof putVersion>[3], verb: Verb, by: Provenance) =>
    putVersion(table, record, before, next, verb, sameTenant(by, tenantId)),
  /** A record that is gone comes back under this version; false when it is there. */
  putBack: (record: AnyRecordType, then: Item, next: Parameters<typeof putBack>[3], by: Provenance) =>
    putBack(table, record, then, next, sameTenant(by, tenantId)),
  /** Which of the records and members exist, as `<type>:<id>`; also those disposed of, where asked for. */
  present: async (wanted: readonly { type: string; id: string }[], tombstones = false) => {
    const keyOf = ({ type, id }: { type: string; id: string }) =>
      type === 'member' ? { pk: `${tenantId}#member`, sk: id } : { pk: recordPartition(tenantId, type), sk: id };
    const found = await existing(table, wanted.map(keyOf), tombstones);
    return new Set(wanted.filter((w) => found.has(`${keyOf(w).pk}|${w.id}`)).map((w) => `${w.type}:${w.id}`));
  },
  itemsAfter: (record: AnyRecordType, limit: number, after?: string) =>
    itemsAfter(table, tenantId, record, limit, after),
  recordsAfter: (record: AnyRecordType, limit: number, after?: string) =>
    recordsAfter(table, tenantId, record, limit, after),
  countAfter: (record: AnyRecordType, bounds: Parameters<typeof countAfter>[3], after?: string) =>
    countAfter(table, tenantId, record, bounds, after),
  itemsOf: (record: AnyRecordType, ids: readonly string[]) => itemsOf(table, tenantId, record, ids),
  externalIdsAfter: (record: AnyRecordType, after?: string) => externalIdsAfter(table, tenantId, record, after),
  idsByExternalId: (record: AnyRecordType, externalId: string) => idsByExternalId(table, tenantId, record, externalId),
  jobs: jobStore(table, tenantId),
  desk: {
    ...deskStore(table, tenantId),
    ...redactionStore(table, tenantId),
    ...releaseStore(table, tenantId),
  },
  retention: retentionStore(table, tenantId),
  mail: mailedStore(table, tenantId),
  beside: besideStore(table, tenantId),
  disposal: disposalStore(table, tenantId),
  access: {
    /** Kept for as long as the agency has set. */
    put: async (event: AccessEvent) =>
      putAccess(table, tenantId, event, (await settingsOf(table, tenantId)).accessDays),
    /** At most once within an hour for the same person, file and session. */
    view: async (view: View, event: AccessEvent) =>
      putView(table, tenantId, view, event, (await settingsOf(table, tenantId)).accessDays),
    list: (query: AccessQuery) => listAccess(table, tenantId, query),
    at: (at: string, id: string) => accessAt(table, tenantId, at, id),
  },
  /** The audit trail of the agency, for its administrators. */
  audit: {
    search: (query: AuditQuery) => searchAudit(table, tenantId, query),
    entry: (type: string, id: string, place: { version: number; late: boolean }) =>
      auditEntryAt(table, tenantId, type, id, place),
  },
  sessions: sessionStore(table, tenantId),
  codes: signInCodes(table, tenantId),
  /** Until when one of our own people is kept from trying, in epoch milliseconds. */
  pausedUntil: ({ email }: Member, at: number) =>
    email === '' ? Promise.resolve(undefined) : pausedUntil(own, accountRule, normalEmail(email), at),
  /** Ends the pause after failed sign-ins of one of our own people; an address of nobody here is left alone. */
  unlock: async (email: string) => {
    const ours = (await listMembers(table, tenantId)).some((m) => sameEmail(m.email, email));
    if (ours) await clearTries(own, accountRule, normalEmail(email));
  },
  member: (id: string) => getMember(table, tenantId, id),
  members: () => listMembers(table, tenantId),
  memberWithTenant: (id: string, sessionId?: string) => memberWithTenant(table, tenantId, id, sessionId),
  activateMember: (id: string) => activateMember(table, tenantId, id),
  addMember: (member: NewMember, event: AccessEvent, days: number) => addMember(table, tenantId, member, event, days),
  changeMember: (before: Member, change: MemberChange, event: AccessEvent, days: number) =>
    changeMember(table, tenantId, before, change, event, days),
  changeSettings: (version: number, patch: SettingsPatch, event: AccessEvent) =>
    changeSettings(table, tenantId, version, patch, event),
  closing: closingStore(table, tenantId),
  erasure: erasureStore(table, tenantId),
  tenant: () => getTenant(table, tenantId),
  /** What the agency has set, and the defaults for the rest. */
  settings: () => settingsOf(table, tenantId),
  revokeSession: (memberId: string, sessionId: string, until: number) =>
    revokeSession(table, tenantId, memberId, sessionId, until),
});

const settingsOf = async (table: Table, tenantId: string) =>
  (await getTenant(table, tenantId))?.settings ?? defaultSettings;

export type TenantStore = ReturnType<typeof tenantStore>;

const sameTenant = (by: Provenance, tenantId: string): Provenance => {
  if (by.principal.tenantId !== tenantId) throw new Error('A change must be made by a principal of the same tenant.');
  return by;
};

/** The audit partitions: written by the audit function alone, once for each version. */
export const auditStore = (table: Table, clock: () => string = now) => ({
  append: (tenantId: string, entry: AuditEntry, previous: string) =>
    appendAudit(table, tenantId, entry, previous, clock()),
  before: (tenantId: string, entry: AuditEntry) => entryBefore(table, tenantId, entry),
  /** What the next entries follow, in one call for a hundred records. */
  links: (wanted: Parameters<typeof linksAt>[1]) => linksAt(table, wanted),
  valuesBefore: (tenantId: string, entry: AuditEntry) => valuesBefore(table, tenantId, entry),
  /** Whether the agency's account is closed for good, so that its records are deleted for a reason. */
  isGone: async (tenantId: string) => {
    const tenant = await getTenant(table, tenantId);
    return tenant !== undefined && isGone(tenant);
  },
});

/** No record has so many: their keys have six digits. */
const LAST_VERSION = 1_000_000;

/** Reading an agency's audit partitions as they are kept, to prove them. */
export const auditReading = (table: Table, tenantId: string) => ({
  entries: (record: AnyRecordType, id: string, after?: string) => entriesPage(table, tenantId, record.name, id, after),
  feed: (after?: PageKey) => auditFeed(table, tenantId, after),
  /** Of a record's history; 0 where there is none. */
  newestVersion: async (type: string, id: string) =>
    (await entryBefore(table, tenantId, { type, id, version: LAST_VERSION }))?.version ?? 0,
  /** The newest entry of a record: its version, and what was done. */
  newest: (type: string, id: string) => entryBefore(table, tenantId, { type, id, version: LAST_VERSION }),
  /** One entry with its keys, by the key it is kept under. */
  entry: (type: string, id: string, sk: string) => keptEntry(table, tenantId, type, id, sk),
});

export type AuditStore = ReturnType<typeof auditStore>;

/** Making agencies and their first members, and looking over all agencies: for the operator's commands only. */
export const provisioning = (table: Table) => ({
  /** False when the agency is there already. */
  putTenantOnce: (tenant: NewTenant, event?: AccessEvent) => putTenantOnce(table, tenant, event),
  tenants: (limit: number, after?: string) => listTenants(table, limit, after),
  /** False when the agency is in that state already. */
  suspend: (tenantId: string, suspension: Suspension, event: AccessEvent, days: number) =>
    putSuspension(table, tenantId, suspension, event, days),
  resume: (tenantId: string, event: AccessEvent, days: number) =>
    putSuspension(table, tenantId, undefined, event, days),
  putMemberOnce: (tenantId: string, member: NewMember) => putMemberOnce(table, tenantId, member),
});

/**
 * Counting tries before it is known who asks: for the session function. It has no word on agencies, since most of what
 * is counted belongs to nobody.
 */
export const tryStore = (table: Table) => ({
  reserveAccount: (email: string, at: number) => reserveTry(table, accountRule, normalEmail(email), at),
  reserveSource: (address: string, at: number) => reserveTry(table, sourceRule, sourceOf(address), at),
  reserveReset: (email: string, at: number) => reserveTry(table, resetRule, normalEmail(email), at),
  forgive: (made: Try) => forgiveTry(table, made),
  clearAccount: (email: string) => clearTries(table, accountRule, normalEmail(email)),
  /** A failed try with an address that nobody has: one write like that of an event, so that it takes as long. */
  noteStranger: (event: AccessEvent) => noteStranger(table, event),
});

/** Across agencies: for the named roles that must go over all of them, such as lifecycle. */
export const allTenants = (table: Table) => ({
  ids: () => listTenantIds(table),
  /** Each agency as it stands, the closed ones too. */
  all: () => everyTenant(table),
  /** An agency's audit entries in the order of `arrivalPlace`, from a moment and before another. */
  auditArrivals: (tenantId: string, from: string | undefined, before: string): AsyncIterable<Item> =>
    auditArrivals(table, tenantId, from, before),
});
