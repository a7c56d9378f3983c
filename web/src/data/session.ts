import type { Role } from '#shared/model/role.ts';
import { ask, askSession, askSignedIn } from './client.ts';

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

/** What is asked before somebody is in. */
export interface NextStep {
  readonly challenge: 'newPassword';
}

/** One device on which I am signed in. */
export interface OpenSession {
  readonly id: string;
  readonly startedAt: string;
  readonly lastSeenAt: string;
  readonly address: string;
  readonly agent: string;
  readonly current: boolean;
}

export interface Person {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly active: boolean;
}

export const fetchSession = () => ask<Session>('/me');
export const signIn = (email: string, password: string) =>
  askSession<Session | NextStep>('/session', { method: 'POST', body: { email, password } });
/** The own password of someone who came with the one from the invitation. */
export const setFirstPassword = (password: string) =>
  askSession<Session>('/session/new-password', { method: 'POST', body: { password } });
export const askReset = (email: string) => askSession<unknown>('/session/reset', { method: 'POST', body: { email } });
export const confirmReset = (email: string, code: string, password: string) =>
  askSession<undefined>('/session/reset/confirm', { method: 'POST', body: { email, code, password } });
export const signOut = () => askSession<undefined>('/session', { method: 'DELETE' });
export const fetchProfile = () => ask<{ member: Member & { version: number } }>('/me');
export const changeName = (version: number, name: string) =>
  ask<Member>('/me', { method: 'PATCH', version, body: { name } });
/** Sends a code to the new address, which counts once the code is given. */
export const askEmail = (email: string, password: string) =>
  askSignedIn<unknown>('/session/email', { method: 'POST', body: { email, password } });
export const confirmEmail = (code: string) =>
  askSignedIn<{ email: string }>('/session/email/confirm', { method: 'POST', body: { code } });
export const fetchPeople = () => ask<{ items: Person[] }>('/people');
export const fetchSessions = () => ask<{ items: OpenSession[] }>('/sessions');
export const endSession = (id: string) => ask<undefined>(`/sessions/${id}/end`, { method: 'POST' });
export const endAllSessions = () => ask<undefined>('/sessions/end-all', { method: 'POST' });
