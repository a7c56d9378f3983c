import { z } from 'zod';
import { checkWritable, missingRequired, withAttributes } from '../attributes.ts';
import type { Challenge } from '../challenges.ts';
import { checkSecretHash } from '../client-secret.ts';
import { checkPolicy, hashSecret } from '../password.ts';
import type { ClientPlan, PoolPlan } from '../plan.ts';
import { CognitoProblem, codeMismatch, invalidParameter, notAuthorized } from '../problem.ts';
import type { User } from '../records.ts';
import {
  clientOf,
  findUser,
  inPool,
  metadata,
  operation,
  poolOf,
  saveUser,
  type Operations,
  type Service,
} from '../service.ts';
import { matchingStep } from '../totp.ts';
import { grantTokens, nextStep } from './grant.ts';
import { required } from './sign-in.ts';

const answer = z.object({
  ClientId: z.string(),
  ChallengeName: z.string(),
  Session: z.string(),
  ChallengeResponses: z.record(z.string(), z.string()).default({}),
  ClientMetadata: metadata,
});
type Answer = z.infer<typeof answer>;

interface Answered {
  service: Service;
  pool: PoolPlan;
  client: ClientPlan;
  user: User;
  input: Answer;
}

/** The account as it is now: what happened to it since the challenge was set counts. */
function challenged(service: Service, set: Challenge): User {
  const user = service.users.get(set.sub);
  if (!user || user.passwordHash !== set.passwordHash) throw notAuthorized('Invalid session for the user.');
  if (!user.enabled) throw notAuthorized('User is disabled.');
  return user;
}

const prefix = 'userAttributes.';

async function newPassword({ service, pool, client, user, input }: Answered) {
  const password = required(input.ChallengeResponses, 'NEW_PASSWORD');
  const given = Object.entries(input.ChallengeResponses)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, Value]) => ({ Name: name.slice(prefix.length), Value }));
  checkWritable(client, given);
  const attributes = withAttributes(pool, user.attributes, given, false);
  const missing = missingRequired(pool, attributes);
  if (missing.length > 0) throw invalidParameter(`Invalid attributes given, ${missing.join(', ')} missing`);
  checkPolicy(pool.policy, password);
  const passwordHash = await hashSecret(password);
  const fresh = challenged(service, {
    kind: 'NEW_PASSWORD_REQUIRED',
    clientId: client.id,
    sub: user.sub,
    passwordHash: user.passwordHash,
  });
  const confirmed = { ...fresh, attributes, passwordHash, temporaryUntil: undefined, status: 'CONFIRMED' as const };
  const source = 'TokenGeneration_NewPasswordChallenge' as const;
  return { pool, client, user: saveUser(service, confirmed), source, clientMetadata: input.ClientMetadata };
}

/** A wrong code counts towards the lockout like a wrong password: six digits are quickly guessed otherwise. */
function authenticatorCode({ service, pool, client, user, input }: Answered) {
  const code = required(input.ChallengeResponses, 'SOFTWARE_TOKEN_MFA_CODE');
  if (!user.totp?.enabled) throw notAuthorized('Invalid session for the user.');
  service.lockout.charge(pool, user.sub);
  const step = matchingStep(user.totp.secret, code, service.now().getTime());
  if (step === undefined) throw codeMismatch('Invalid code received for user');
  if (step <= user.totp.lastStep)
    throw new CognitoProblem('ExpiredCodeException', 'Your software token has already been used once.');
  const accepted = saveUser(service, { ...user, totp: { ...user.totp, lastStep: step } });
  const source = 'TokenGeneration_Authentication' as const;
  return { pool, client, user: accepted, source, clientMetadata: input.ClientMetadata };
}

async function respond(service: Service, pool: PoolPlan, client: ClientPlan, input: Answer): Promise<object> {
  const username = required(input.ChallengeResponses, 'USERNAME');
  checkSecretHash(client, username, input.ChallengeResponses['SECRET_HASH']);
  const set = service.challenges.take(input.Session, input.ChallengeName, client.id);
  const answered = async () => {
    const user = challenged(service, set);
    if (findUser(service, pool, username)?.sub !== user.sub) throw notAuthorized('Invalid session for the user.');
    const full = { service, pool, client, user, input };
    return set.kind === 'NEW_PASSWORD_REQUIRED' ? newPassword(full) : authenticatorCode(full);
  };
  const step = await answered().catch((refusal: unknown) => {
    service.challenges.giveBack(input.Session);
    throw refusal;
  });
  return set.kind === 'NEW_PASSWORD_REQUIRED' ? nextStep(service, step) : grantTokens(service, step);
}

export const challengeOperations: Operations = {
  AdminRespondToAuthChallenge: operation(answer.extend(inPool.shape), (service, input) => {
    const { pool, client } = clientOf(service, input.ClientId, poolOf(service, input.UserPoolId));
    return respond(service, pool, client, input);
  }),

  RespondToAuthChallenge: operation(answer, (service, input) => {
    const { pool, client } = clientOf(service, input.ClientId);
    return respond(service, pool, client, input);
  }),
};
