import type { Role } from '#shared/model/role.ts';
import { ask, askSession } from './client.ts';

export interface Member {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly role: Role;
}

export interface Session {
  readonly member: Member;
  readonly tenant: { readonly id: string; readonly name: string; readonly timeZone: string };
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
}

export const fetchSession = () => ask<Session>('/me');
export const signIn = (email: string, password: string) =>
  askSession<Session>('/session', { method: 'POST', body: { email, password } });
export const signOut = () => askSession<undefined>('/session', { method: 'DELETE' });
export const fetchPeople = () => ask<{ items: Person[] }>('/people');
