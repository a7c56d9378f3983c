import type { ClosingNotice } from '#shared/permit/closing.ts';
import type { RequestClock } from '#shared/permit/response-clocks.ts';
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
  readonly tenant: {
    readonly id: string;
    readonly name: string;
    readonly timeZone: string;
    readonly requestClock: RequestClock;
    /** There while the agency closes its account. */
    readonly closing?: ClosingNotice;
  };
  /** Whether the agency asks this person for sign-in codes, and whether they still have to set them up. */
  readonly codes: { readonly required: boolean; readonly missing: boolean };
}

/** What is asked before somebody is in. */
export interface NextStep {
  readonly challenge: 'newPassword' | 'code';
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
  askSession<Session | NextStep>('/session/new-password', { method: 'POST', body: { password } });
export const answerCode = (code: string) => askSession<Session>('/session/code', { method: 'POST', body: { code } });
/** Switches the codes off; the sign-in then begins anew. */
export const answerRecoveryCode = (recoveryCode: string) =>
  askSession<unknown>('/session/recovery', { method: 'POST', body: { recoveryCode } });
export const askReset = (email: string) => askSession<unknown>('/session/reset', { method: 'POST', body: { email } });
export const confirmReset = (email: string, code: string, password: string) =>
  askSession<undefined>('/session/reset/confirm', { method: 'POST', body: { email, code, password } });
export const signOut = () => askSession<undefined>('/session', { method: 'DELETE' });
export const fetchProfile = () => ask<{ member: Member & { version: number; mfa: boolean } }>('/me');
const codes = <T>(step: string, body: unknown) => askSignedIn<T>(`/session/codes${step}`, { method: 'POST', body });
export const beginCodes = (password: string) => codes<{ secret: string; uri: string }>('', { password });
export const confirmCodes = (code: string) => codes<{ recoveryCodes: readonly string[] }>('/confirm', { code });
export const renewRecoveryCodes = (password: string) =>
  codes<{ recoveryCodes: readonly string[] }>('/recovery', { password });
export const endCodes = (password: string) => codes<undefined>('/end', { password });
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
