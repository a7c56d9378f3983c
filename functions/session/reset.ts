import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { jsonBody, parse } from '#functions/lib/http/parse.ts';
import { respond } from '#functions/lib/http/respond.ts';
import { viewerAddress } from '#functions/lib/http/viewer.ts';
import { wordsIn } from '#functions/lib/passwords/rules.ts';
import { tenantStore, tryStore } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import { admit, clear, note, noteFailure, type Answer, type Desk, type Event } from './desk.ts';
import { passwordField, refusePassword } from './new-password.ts';
import { emailField } from './sign-in.ts';

const asked = z.strictObject({ email: emailField });
const confirmed = z.strictObject({
  email: emailField,
  code: z
    .string()
    .trim()
    .regex(/^\d{4,10}$/, 'Write the digits of the code from the mail.'),
  password: passwordField,
});

/** Sending a mail takes longer than sending none: every answer takes as long, in milliseconds, as a mail may. */
const SAME_TIME = 800;

/** The same answer after the same time, whether or not somebody has that address. */
export const askReset = async (event: Event, desk: Desk): Promise<Answer> => {
  const { email } = parse(asked, jsonBody(event), 'the e-mail address');
  await Promise.all([pause(SAME_TIME), sendCode(event, desk, email)]);
  return respond({ status: 202, body: { sent: true } }, event.requestContext.requestId);
};

const sendCode = async (event: Event, desk: Desk, email: string): Promise<void> => {
  const [at, tries] = [Date.parse(now()), tryStore(desk.table)];
  if ((await tries.reserveSource(viewerAddress(event), at)) === undefined) return;
  if ((await tries.reserveReset(email, at)) === undefined) return;
  const account = await desk.provider.account(email);
  await desk.provider.forgotPassword(email);
  if (account) await note(desk, event, account, 'passwordResetAsked');
};

/** A code is tried like a password is: a pause after several, and no word on whether the account exists. */
export const confirmReset = async (event: Event, desk: Desk): Promise<Answer> => {
  const { email, code, password } = parse(confirmed, jsonBody(event), 'your answers');
  // Only words that the caller wrote: those of the agency would tell that the account exists.
  refusePassword(password, wordsIn(email));
  const admission = await admit(desk, event, email);
  if (admission === undefined) throw codeRefused();
  if ((await desk.provider.confirmPassword(email, code, password)) === undefined) {
    await noteFailure(desk, event, email, admission);
    throw codeRefused();
  }
  const account = await desk.provider.account(email);
  if (account) {
    await tenantStore(desk.table, account).sessions.endAll(account.id, now());
    await note(desk, event, account, 'passwordChanged', 'By a code from a mail');
  }
  await clear(desk, email, admission);
  return respond({ status: 204 }, event.requestContext.requestId);
};

const codeRefused = () =>
  new Problem(
    'sign-in-refused',
    'The code is not right or too old. Check it, or ask for a new one. After several tries there is a pause.',
  );
