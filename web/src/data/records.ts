import type { Change } from '#shared/derive/diff.ts';
import type { Row } from '#shared/derive/row.ts';
import type { AnyRecordType, Stored, Values } from '#shared/model/record.ts';
import type { Source } from '#shared/model/principal.ts';
import type { ActorRole } from '#shared/model/role.ts';
import type { AuditVerb } from '#shared/model/verb.ts';
import { ask } from './client.ts';

export interface HistoryEntry {
  readonly version: number;
  readonly verb: AuditVerb;
  readonly at: string;
  readonly by: string;
  readonly role: ActorRole;
  readonly source: Source;
  readonly reason?: string;
  readonly rebuilt?: true;
  readonly changes: readonly Change[];
}

export interface Page<T> {
  readonly items: readonly T[];
  readonly next?: string;
}

export interface ChangesPage {
  readonly rows: readonly Row[];
  readonly next: string;
  readonly more: boolean;
}

type Query = Readonly<Record<string, string | number | undefined>>;
const at = (record: AnyRecordType, ...rest: string[]) => ['', record.path, ...rest].join('/');

export const getRecord = (record: AnyRecordType, id: string) => ask<Stored>(at(record, id));
export const listRecords = (record: AnyRecordType, query: Query) => ask<Page<Stored>>(at(record), { query });
export const changesOf = (record: AnyRecordType, cursor: string | undefined) =>
  ask<ChangesPage>(at(record, 'changes'), { query: { cursor, limit: 1000 } });
export const historyOf = (record: AnyRecordType, id: string, cursor: string | undefined) =>
  ask<Page<HistoryEntry>>(at(record, id, 'history'), { query: { cursor } });

/** The id is made before the first attempt, so that trying again cannot make a second record. */
export const createRecord = (record: AnyRecordType, id: string, values: Values, reason?: string) =>
  ask<Stored>(at(record), { method: 'POST', body: { id, values, ...(reason === undefined ? {} : { reason }) } });

export const changeRecord = (record: AnyRecordType, id: string, version: number, values: Values, reason?: string) =>
  ask<Stored>(at(record, id), {
    method: 'PATCH',
    version,
    body: { values, ...(reason === undefined ? {} : { reason }) },
  });

export type Verb = 'archive' | 'restore' | 'close' | 'reopen' | 'sign-off' | 'keep';
export const doVerb = (record: AnyRecordType, item: Stored, verb: Verb, body: Values) =>
  ask<Stored>(at(record, item.id, verb), { method: 'POST', version: item.version, body });

/** For showing a file within the page; the access events keep it apart from taking the file along. */
export const viewLink = (id: string) => ask<{ url: string; expiresAt: string }>(`/attachments/${id}/view`);
export const downloadLink = (id: string) => ask<{ url: string; expiresAt: string }>(`/attachments/${id}/download`);
