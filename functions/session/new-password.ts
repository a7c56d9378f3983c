import * as z from 'zod';
import { jsonBody, parse } from '#functions/lib/http/parse.ts';
import { passwordFault, wordsIn } from '#functions/lib/passwords/rules.ts';
import { tenantStore } from '#functions/lib/store/index.ts';
import { FIRST_SIGN_IN } from '#shared/model/notice.ts';
import { Problem } from '#shared/model/problem.ts';
import { pendingOf } from './cookies.ts';
import { admit, note, type Answer, type Desk, type Event } from './desk.ts';
import { settle } from './sign-in.ts';

export const passwordField = z.string().min(1).max(1024);
const chosen = z.strictObject({ password: passwordField });

export const refusePassword = (password: string, words: readonly string[]): void => {
  const fault = passwordFault(password, words);
  if (fault !== undefined)
    throw new Problem('invalid', 'Choose another password.', [{ path: 'password', message: fault }]);
};

/** The first sign-in of an invited person: their own password in place of the one from the mail, and they are in. */
export const newPassword = async (event: Event, desk: Desk): Promise<Answer> => {
  const { password } = parse(chosen, jsonBody(event), 'the password');
  const waiting = pendingOf(event);
  if (waiting?.kind !== 'NEW_PASSWORD_REQUIRED') throw tooLate();
  const { email, kind, session } = waiting;
  const account = await desk.provider.account(email);
  if (account === undefined) throw tooLate();
  const store = tenantStore(desk.table, account);
  const { member, tenant } = await store.memberWithTenant(account.id);
  refusePassword(password, wordsIn(email, member?.name ?? '', tenant?.name ?? ''));
  const admission = await admit(desk, event, email);
  if (admission === undefined) throw tooLate();
  const found = await desk.provider.answer(kind, email, session, { NEW_PASSWORD: password });
  if (found === undefined) throw tooLate();
  await store.activateMember(account.id);
  await note(desk, event, account, 'passwordChanged', FIRST_SIGN_IN);
  return settle(desk, event, email, admission, found);
};

const tooLate = () =>
  new Problem('not-signed-in', 'Too much time has passed. Sign in again with the password from the invitation.');
