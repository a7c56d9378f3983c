import { z } from 'zod';
import { checkSecretHash } from '../client-secret.ts';
import { matchesSecret } from '../password.ts';
import type { ClientPlan, PoolPlan } from '../plan.ts';
import { CognitoProblem, invalidParameter, notAuthorized, userNotFound, wrongCredentials } from '../problem.ts';
import type { User } from '../records.ts';
import { clientOf, findUser, inPool, metadata, operation, poolOf, type Operations, type Service } from '../service.ts';
import { preAuthentication } from '../triggers.ts';
import { nextStep } from './grant.ts';
import { refreshSignIn } from './refresh.ts';

const request = z.object({
  ClientId: z.string(),
  AuthFlow: z.string(),
  AuthParameters: z.record(z.string(), z.string()).default({}),
  ClientMetadata: metadata,
});
type Request = z.infer<typeof request>;

export function required(given: Record<string, string>, name: string): string {
  const value = given[name];
  if (value === undefined || value === '') throw invalidParameter(`Missing required parameter ${name}`);
  return value;
}

const allowed = (client: ClientPlan, flow: string) => client.authFlows.includes(flow);

/** Refused before the password is looked at: what an administrator has switched off or reset has no password. */
function mayTry(user: User | undefined): void {
  if (user && !user.enabled) throw notAuthorized('User is disabled.');
  if (user?.status === 'RESET_REQUIRED')
    throw new CognitoProblem('PasswordResetRequiredException', 'Password reset required for the user');
}

async function passwordSignIn(service: Service, pool: PoolPlan, client: ClientPlan, input: Request) {
  const username = required(input.AuthParameters, 'USERNAME');
  const password = required(input.AuthParameters, 'PASSWORD');
  checkSecretHash(client, username, input.AuthParameters['SECRET_HASH']);
  const known = findUser(service, pool, username);
  if (!known && !client.preventExistenceErrors) throw userNotFound();
  await preAuthentication(service, pool, client.id, known, input.ClientMetadata);
  mayTry(known);
  // One count per account, whichever of its names is typed.
  const counted = known?.sub ?? username;
  service.lockout.charge(pool, counted);
  const right = await matchesSecret(password, known?.passwordHash);
  const user = findUser(service, pool, username);
  if (!right || !user || user.passwordHash !== known?.passwordHash) throw wrongCredentials();
  mayTry(user);
  service.lockout.refund(pool, counted);
  if (user.temporaryUntil !== undefined && service.now().getTime() >= user.temporaryUntil)
    throw notAuthorized('Temporary password has expired and must be reset by an administrator.');
  const source = 'TokenGeneration_Authentication';
  return nextStep(service, { pool, client, user, source, clientMetadata: input.ClientMetadata });
}

function signIn(service: Service, pool: PoolPlan, client: ClientPlan, input: Request, passwordFlows: string[]) {
  if (input.AuthFlow === 'REFRESH_TOKEN_AUTH' || input.AuthFlow === 'REFRESH_TOKEN') {
    // A client that rotates its refresh tokens must use GetTokensFromRefreshToken.
    if (!allowed(client, 'ALLOW_REFRESH_TOKEN_AUTH') || client.rotation)
      throw invalidParameter('Auth flow not enabled for this client');
    return refreshSignIn(service, pool, client, input.AuthParameters, input.ClientMetadata);
  }
  if (!passwordFlows.includes(input.AuthFlow))
    throw invalidParameter(`Initiate Auth method not supported: ${input.AuthFlow}`);
  if (!allowed(client, `ALLOW_${input.AuthFlow}`))
    throw invalidParameter(`${input.AuthFlow} flow not enabled for this client`);
  return passwordSignIn(service, pool, client, input);
}

export const signInOperations: Operations = {
  AdminInitiateAuth: operation(request.extend(inPool.shape), (service, input) => {
    const { pool, client } = clientOf(service, input.ClientId, poolOf(service, input.UserPoolId));
    return signIn(service, pool, client, input, ['ADMIN_USER_PASSWORD_AUTH']);
  }),

  InitiateAuth: operation(request, (service, input) => {
    const { pool, client } = clientOf(service, input.ClientId);
    return signIn(service, pool, client, input, ['USER_PASSWORD_AUTH']);
  }),
};
