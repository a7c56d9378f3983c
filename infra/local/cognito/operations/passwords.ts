import { z } from 'zod';
import { checkSecretHash } from '../client-secret.ts';
import { delivery, sendCode } from '../messages.ts';
import { checkPolicy, hashSecret, matchesSecret, sixDigits } from '../password.ts';
import type { PoolPlan } from '../plan.ts';
import {
  CognitoProblem,
  codeMismatch,
  invalidParameter,
  limitExceeded,
  notAuthorized,
  userNotFound,
} from '../problem.ts';
import type { User } from '../records.ts';
import {
  clientOf,
  findUser,
  metadata,
  onUser,
  operation,
  poolOf,
  saveUser,
  userOf,
  type Operations,
  type Service,
} from '../service.ts';
import { temporaryUntil } from './accounts.ts';

const hour = 3_600_000;
const codesPerHour = 20;
const triesPerCode = 5;

interface Reset {
  clientId?: string;
  clientMetadata: Record<string, string> | undefined;
  status: User['status'];
}

const verified = (user: User) => user.attributes['email'] !== undefined && user.attributes['email_verified'] === 'true';

/** A code that works once and for an hour; the newest replaces the one before. */
async function startReset(service: Service, pool: PoolPlan, user: User, reset: Reset): Promise<object> {
  if (user.status === 'FORCE_CHANGE_PASSWORD')
    throw notAuthorized('User password cannot be reset in the current state.');
  if (!verified(user))
    throw invalidParameter(
      'Cannot reset password for the user as there is no registered/verified email or phone_number',
    );
  const at = service.now().getTime();
  const resetRequests = user.resetRequests.filter((earlier) => at - earlier < hour);
  if (resetRequests.length >= codesPerHour) throw limitExceeded();
  saveUser(service, { ...user, resetRequests: [...resetRequests, at] });
  const code = sixDigits();
  const codeHash = await hashSecret(code);
  const current = userOf(service, pool, user.sub);
  const started = { codeHash, expiresAt: at + hour, failures: 0 };
  const saved = saveUser(service, { ...current, status: reset.status, reset: started });
  await sendCode(service, pool, saved, { ...reset, source: 'CustomMessage_ForgotPassword', code });
  return delivery(saved.attributes['email'] ?? '');
}

const forgetting = z.object({
  ClientId: z.string(),
  Username: z.string().min(1).max(128),
  SecretHash: z.string().optional(),
  ClientMetadata: metadata,
});

const forgotPassword = operation(forgetting, (service, input) => {
  const { pool, client } = clientOf(service, input.ClientId);
  checkSecretHash(client, input.Username, input.SecretHash);
  const user = findUser(service, pool, input.Username);
  // Cognito pretends to send for nobody, for a disabled account and for one without a verified address.
  if (client.preventExistenceErrors && (!user?.enabled || !verified(user))) return delivery(input.Username);
  if (!user) throw userNotFound();
  if (!user.enabled) throw notAuthorized('User is disabled.');
  const reset = { clientId: client.id, clientMetadata: input.ClientMetadata, status: user.status };
  return startReset(service, pool, user, reset);
});

const confirming = forgetting.extend({ ConfirmationCode: z.string().min(1), Password: z.string() });
const noCode = () => new CognitoProblem('ExpiredCodeException', 'Invalid code provided, please request a code again.');

const confirmForgotPassword = operation(confirming, async (service, input) => {
  const { pool, client } = clientOf(service, input.ClientId);
  checkSecretHash(client, input.Username, input.SecretHash);
  const user = findUser(service, pool, input.Username);
  if (!user && !client.preventExistenceErrors) throw userNotFound();
  if (!user?.enabled) throw codeMismatch();
  checkPolicy(pool.policy, input.Password);
  const { reset } = user;
  if (!reset || service.now().getTime() >= reset.expiresAt) throw noCode();
  if (reset.failures >= triesPerCode) throw limitExceeded();
  // Counted before it is judged: parallel guesses get no more tries than patient ones.
  saveUser(service, { ...user, reset: { ...reset, failures: reset.failures + 1 } });
  if (!(await matchesSecret(input.ConfirmationCode, reset.codeHash))) throw codeMismatch();
  const passwordHash = await hashSecret(input.Password);
  const current = userOf(service, pool, user.sub);
  if (current.reset?.codeHash !== reset.codeHash || !current.enabled) throw noCode();
  const renewed = { ...current, passwordHash, reset: undefined, temporaryUntil: undefined };
  saveUser(service, { ...renewed, status: 'CONFIRMED' });
  return {};
});

const setting = onUser.extend({ Password: z.string(), Permanent: z.boolean().default(false) });

export const passwordOperations: Operations = {
  ForgotPassword: forgotPassword,
  ConfirmForgotPassword: confirmForgotPassword,

  AdminSetUserPassword: operation(setting, async (service, input) => {
    const pool = poolOf(service, input.UserPoolId);
    userOf(service, pool, input.Username);
    checkPolicy(pool.policy, input.Password);
    const passwordHash = await hashSecret(input.Password);
    const user = { ...userOf(service, pool, input.Username), passwordHash, reset: undefined };
    if (input.Permanent) saveUser(service, { ...user, status: 'CONFIRMED', temporaryUntil: undefined });
    else saveUser(service, { ...user, status: 'FORCE_CHANGE_PASSWORD', temporaryUntil: temporaryUntil(service, pool) });
    return {};
  }),

  AdminResetUserPassword: operation(onUser.extend({ ClientMetadata: metadata }), async (service, input) => {
    const pool = poolOf(service, input.UserPoolId);
    const user = userOf(service, pool, input.Username);
    await startReset(service, pool, user, { clientMetadata: input.ClientMetadata, status: 'RESET_REQUIRED' });
    return {};
  }),
};
