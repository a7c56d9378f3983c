import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import type { AccessKind } from '#shared/model/access-event.ts';
import type { Role } from '#shared/model/role.ts';
import type { Settings, SettingsPatch } from '#shared/model/settings.ts';
import { onlyWhenAsked } from './audit.ts';
import { ask } from './client.ts';

export interface Account {
  readonly id: string;
  readonly version: number;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
  readonly status: 'invited' | 'active' | 'inactive' | 'removed';
  readonly invitedAt?: string;
  readonly mfa?: boolean;
  /** There while failed sign-ins keep the person out. */
  readonly lockedUntil?: string;
}

export type AccountVerb = 'resend' | 'deactivate' | 'reactivate' | 'remove' | 'reset-mfa' | 'unlock';

export const accountsQuery = queryOptions({
  queryKey: ['accounts'],
  queryFn: () => ask<{ items: Account[] }>('/members'),
});

export interface Invitation {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}
export const invite = (body: Invitation) => ask<Account>('/members', { method: 'POST', body });
export const setRole = ({ id, version }: Account, role: Role) =>
  ask<Account>(`/members/${id}`, { method: 'PATCH', version, body: { role } });
export const doAccountVerb = ({ id, version }: Account, verb: AccountVerb) =>
  ask<Account>(`/members/${id}/${verb}`, { method: 'POST', version });

export interface AccessEntry {
  readonly id: string;
  readonly at: string;
  readonly kind: AccessKind;
  readonly memberId?: string;
  readonly by?: string;
  readonly address?: string;
  readonly agent?: string;
  readonly detail?: string;
}
export interface AccessFilter {
  readonly from?: string;
  readonly before?: string;
  readonly kind?: string;
  readonly memberId?: string;
}

export const accessQuery = (filter: AccessFilter) =>
  infiniteQueryOptions({
    queryKey: ['access', filter],
    queryFn: ({ pageParam }) =>
      ask<{ items: AccessEntry[]; next?: string }>('/access-events', { query: { ...filter, cursor: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
    ...onlyWhenAsked,
  });

export interface AgencySettings extends Settings {
  readonly version: number;
  readonly timeZone: string;
}
export const settingsQuery = queryOptions({ queryKey: ['settings'], queryFn: () => ask<AgencySettings>('/settings') });
export const changeSettings = (version: number, body: SettingsPatch) =>
  ask<AgencySettings>('/settings', { method: 'PATCH', version, body });
