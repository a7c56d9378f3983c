import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { jsonBody, parse } from '#functions/lib/http/parse.ts';
import { respond } from '#functions/lib/http/respond.ts';
import { tenantStore } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import { noChallenge, pendingOf, provenText, withCookies, type Pending } from './cookies.ts';
import { admit, forgive, note, noteFailure, type Answer, type Desk, type Event } from './desk.ts';
import { recoveryDigest } from './recovery-codes.ts';
import { settle } from './sign-in.ts';

export const codeField = z
  .string()
  .trim()
  .regex(/^\d{6}$/, 'Write the six digits that the app shows.');
const given = z.strictObject({ code: codeField });
const givenRecovery = z.strictObject({ recoveryCode: z.string().trim().min(8, 'Write the whole code.').max(60) });

/** The second step of a sign-in: the code of the moment. A wrong one counts like a wrong password. */
export const answerCode = async (event: Event, desk: Desk): Promise<Answer> => {
  const { code } = parse(given, jsonBody(event), 'the code');
  const { email, kind, session } = await waitingForCode(event, desk);
  const admission = await admit(desk, event, email);
  if (admission === undefined) throw codeRefused();
  const found = await desk.provider.answer(kind, email, session, { SOFTWARE_TOKEN_MFA_CODE: code });
  if (found === undefined) {
    await noteFailure(desk, event, email, admission);
    throw codeRefused();
  }
  return settle(desk, event, email, admission, found);
};

/**
 * In place of the code, by somebody who lost the device. Cognito lets nobody in without its own code, so the codes are
 * switched off and the password is asked for again; who must use codes then sets them up anew before anything else.
 */
export const useRecoveryCode = async (event: Event, desk: Desk): Promise<Answer> => {
  const { recoveryCode } = parse(givenRecovery, jsonBody(event), 'the recovery code');
  const { email } = await waitingForCode(event, desk);
  const admission = await admit(desk, event, email);
  if (admission === undefined) throw codeRefused();
  const account = await desk.provider.account(email);
  const codes = account && tenantStore(desk.table, account).codes;
  if (account === undefined || !(await codes?.useRecovery(account.id, recoveryDigest(account.id, recoveryCode)))) {
    await noteFailure(desk, event, email, admission);
    throw codeRefused();
  }
  await note(desk, event, account, 'recoveryCodeUsed');
  // Ours first: a failure in between leaves somebody out, never in without a code that is asked for.
  await codes?.switchOff(account.id);
  await desk.provider.dropCodes(email);
  await forgive(desk, admission);
  return withCookies(respond({ status: 200, body: { codes: 'off' } }, event.requestContext.requestId), [noChallenge]);
};

/** Only after the right password, and not for long: the seal says so, whatever else a client may write. */
const waitingForCode = async (event: Event, { provider }: Desk): Promise<Pending> => {
  const waiting = pendingOf(event);
  if (
    waiting?.kind !== 'SOFTWARE_TOKEN_MFA' ||
    waiting.until <= Date.parse(now()) ||
    !(await provider.sealed(provenText(waiting.email, waiting.until), waiting.seal))
  )
    throw new Problem('not-signed-in', 'Too much time has passed. Sign in again with your password.');
  return waiting;
};

const codeRefused = () =>
  new Problem('sign-in-refused', 'The code is not right, or was used before. After several tries there is a pause.');
