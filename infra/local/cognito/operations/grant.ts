import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { missingRequired } from '../attributes.ts';
import type { Challenge } from '../challenges.ts';
import type { Service } from '../service.ts';
import { issueTokens, type Grant } from '../tokens.ts';
import { postAuthentication } from '../triggers.ts';

type Step = Omit<Grant, 'originJti' | 'authTime'>;

/** After a right password: the challenges that are still open, or the tokens. */
export function nextStep(service: Service, step: Step): object | Promise<object> {
  if (step.user.status === 'FORCE_CHANGE_PASSWORD')
    return challenge(service, step, 'NEW_PASSWORD_REQUIRED', {
      requiredAttributes: JSON.stringify(
        missingRequired(step.pool, step.user.attributes).map((name) => `userAttributes.${name}`),
      ),
      userAttributes: JSON.stringify(step.user.attributes),
    });
  if (step.user.totp?.enabled) return challenge(service, step, 'SOFTWARE_TOKEN_MFA', {});
  return grantTokens(service, step);
}

function challenge(service: Service, step: Step, kind: Challenge['kind'], parameters: Record<string, string>) {
  const { client, user } = step;
  const open = { kind, clientId: client.id, sub: user.sub, passwordHash: user.passwordHash };
  return {
    ChallengeName: kind,
    Session: service.challenges.open(open),
    ChallengeParameters: { USER_ID_FOR_SRP: user.sub, ...parameters },
  };
}

export async function grantTokens(service: Service, step: Step) {
  const { pool, client, user } = step;
  const authTime = service.now().getTime();
  const originJti = randomUUID();
  await postAuthentication(service, pool, client.id, user, step.clientMetadata);
  const tokens = await issueTokens(service, { ...step, originJti, authTime });
  service.lockout.forget(pool, user.sub);
  const expiresAt = authTime + client.refreshMinutes * 60_000;
  const family = { sub: user.sub, poolId: pool.id, clientId: client.id, authTime, expiresAt, revoked: false };
  service.families.put(originJti, family);
  const result = { ...tokens, RefreshToken: newRefreshToken(service, originJti) };
  return { AuthenticationResult: result, ChallengeParameters: {} };
}

export const digestOf = (token: string) => createHash('sha256').update(token).digest('base64');

export function newRefreshToken(service: Service, originJti: string): string {
  const token = randomBytes(64).toString('base64url');
  service.refreshTokens.put(digestOf(token), { originJti });
  return token;
}
