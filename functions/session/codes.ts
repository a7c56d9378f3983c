import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { jsonBody, parse } from '#functions/lib/http/parse.ts';
import { respond } from '#functions/lib/http/respond.ts';
import { tenantStore, type Member } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import { codesRequired } from '#shared/model/settings.ts';
import { callerOf, type Caller } from './caller.ts';
import { codeField } from './code.ts';
import { admit, forgive, note, noteFailure, type Answer, type Desk, type Event } from './desk.ts';
import { reauthenticate } from './reauthenticate.ts';
import { newRecoveryCodes, recoveryDigest } from './recovery-codes.ts';

const confirmed = z.strictObject({ password: z.string().min(1, 'Write your password.').max(256) });
const shown = z.strictObject({ code: codeField });

/** What an authenticator app reads from the QR code (the Key URI format of such apps). */
const keyUri = (email: string, secret: string): string =>
  `otpauth://totp/${encodeURIComponent(`Stormledger:${email}`)}?secret=${secret}&issuer=Stormledger`;

/** A secret for the app, after the password once more. It counts when a code from it comes back. */
export const beginCodes = async (event: Event, desk: Desk): Promise<Answer> => {
  const { caller, member } = await proven(event, desk);
  const secret = await desk.provider.newSecret(caller.access);
  if (secret === undefined) throw new Problem('not-signed-in', 'Sign in to go on.');
  return respond({ status: 200, body: { secret, uri: keyUri(member.email, secret) } }, event.requestContext.requestId);
};

export const confirmCodes = async (event: Event, desk: Desk): Promise<Answer> => {
  const caller = await callerOf(event, desk);
  const { code } = parse(shown, jsonBody(event), 'the code');
  const { email } = await memberOf(desk, caller);
  const admission = await admit(desk, event, email);
  if (admission === undefined || (await desk.provider.confirmSecret(caller.access, code)) === undefined) {
    if (admission !== undefined) await noteFailure(desk, event, email, admission);
    throw new Problem('invalid', 'The code is not right.', [
      {
        path: 'code',
        message: 'Not right. Wait for the next code and write that. After several tries there is a pause.',
      },
    ]);
  }
  const answer = await giveRecoveryCodes(event, desk, caller);
  await note(desk, event, accountOf(caller), 'mfaOn');
  await endOtherSessions(desk, caller);
  await forgive(desk, admission);
  return answer;
};

/** Ten new ones; whatever is left of the old ones works no more. */
export const renewRecoveryCodes = async (event: Event, desk: Desk): Promise<Answer> => {
  const { caller, member } = await proven(event, desk);
  if (!member.mfa) throw new Problem('conflict', 'Set up sign-in codes first.');
  const answer = await giveRecoveryCodes(event, desk, caller);
  await note(desk, event, accountOf(caller), 'mfaOn', 'New recovery codes');
  return answer;
};

export const endCodes = async (event: Event, desk: Desk): Promise<Answer> => {
  const { caller, member } = await proven(event, desk);
  const store = tenantStore(desk.table, caller);
  if (codesRequired(member.role, await store.settings()))
    throw new Problem('conflict', 'Your agency asks you to sign in with codes, so they stay on.');
  await note(desk, event, accountOf(caller), 'mfaOff');
  await store.codes.switchOff(caller.memberId);
  await desk.provider.dropCodes(member.email);
  await endOtherSessions(desk, caller);
  return respond({ status: 204 }, event.requestContext.requestId);
};

/** Whoever came in before the way in changed comes in again by the new one (ASVS 7.4.3). */
const endOtherSessions = ({ table }: Desk, caller: Caller): Promise<void> =>
  tenantStore(table, caller).sessions.endOthers(caller.memberId, caller.sessionId, now());

const giveRecoveryCodes = async (event: Event, desk: Desk, caller: Caller): Promise<Answer> => {
  const recoveryCodes = newRecoveryCodes();
  const digests = recoveryCodes.map((code) => recoveryDigest(caller.memberId, code));
  await tenantStore(desk.table, caller).codes.switchOn(caller.memberId, digests);
  return respond({ status: 200, body: { recoveryCodes } }, event.requestContext.requestId);
};

/** Signed in, and the password once more: what follows decides who can come in (ASVS 7.5.1). */
const proven = async (event: Event, desk: Desk): Promise<{ caller: Caller; member: Member }> => {
  const caller = await callerOf(event, desk);
  const { password } = parse(confirmed, jsonBody(event), 'your password');
  const member = await memberOf(desk, caller);
  await reauthenticate(event, desk, member.email, password);
  return { caller, member };
};

const accountOf = ({ memberId, tenantId }: Caller) => ({ id: memberId, tenantId });

const memberOf = async ({ table }: Desk, caller: Caller): Promise<Member> => {
  const member = await tenantStore(table, caller).member(caller.memberId);
  if (member === undefined) throw new Error('A member who was just let in is not there.');
  return member;
};
