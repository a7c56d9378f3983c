import { Problem } from '#shared/model/problem.ts';
import { admit, clear, forgive, noteFailure, type Desk, type Event } from './desk.ts';
import { isChallenge } from './outcome.ts';

/**
 * The password once more, before anything changes that decides who can sign in (ASVS 7.5.1). Counted like a sign-in,
 * so that whoever finds an open session cannot guess at it. No code beside it: a session of somebody with codes began
 * with one, and within its time the password is enough (NIST SP 800-63B-4, 2.2.3).
 */
export const reauthenticate = async (event: Event, desk: Desk, email: string, password: string): Promise<void> => {
  const admission = await admit(desk, event, email);
  if (admission === undefined) throw passwordRefused();
  const found = await desk.provider.signIn(email, password);
  if (found === undefined) {
    await noteFailure(desk, event, email, admission);
    throw passwordRefused();
  }
  // A question for more than the password comes only after the right one.
  if (isChallenge(found)) return forgive(desk, admission);
  await Promise.all([desk.provider.revoke(found.refresh), clear(desk, email, admission)]);
};

const passwordRefused = () =>
  new Problem('invalid', 'The password is not right.', [
    { path: 'password', message: 'This is not your password. After several tries there is a pause.' },
  ]);
