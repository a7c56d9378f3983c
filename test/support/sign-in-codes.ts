import { setTimeout as pause } from 'node:timers/promises';
import { stepOf, totpAt } from '#infra/local/cognito/totp.ts';
import type { LocalStack } from '#infra/local/index.ts';

type Holding = Pick<LocalStack, 'authenticators'>;

const STEP = 30_000;
/** For as long a code must still work: the request that brings it may be slow. */
const MARGIN = 8_000;

/**
 * What the person's app shows. A code works once, and the pool takes those of the step before and after as well: the
 * oldest that still works comes first, so that several sign-ins within half a minute need not wait.
 */
export const codeFor = async (stack: Holding, email: string): Promise<string> => {
  const held = stack.authenticators().find((one) => one.email === email);
  if (held === undefined) throw new Error(`${email} has no authenticator app.`);
  const step = Math.max(held.lastStep + 1, stepOf(Date.now() + MARGIN) - 1);
  const early = (step - 1) * STEP - Date.now();
  if (early > 0) await pause(early + 50);
  return totpAt(held.secret, step);
};
