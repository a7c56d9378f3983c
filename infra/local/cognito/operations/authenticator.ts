import { z } from 'zod';
import { listed } from '../attributes.ts';
import type { PoolPlan } from '../plan.ts';
import { CognitoProblem, invalidParameter, notAuthorized } from '../problem.ts';
import type { User } from '../records.ts';
import { onUser, operation, poolOf, saveUser, userOf, type Operations, type Service } from '../service.ts';
import { bearer } from '../tokens.ts';
import { matchingStep, newTotpSecret } from '../totp.ts';
import { mfaShown } from './accounts.ts';

const softwareToken = z.object({ Enabled: z.boolean().default(false), PreferredMfa: z.boolean().default(false) });
const preference = z.object({ SoftwareTokenMfaSettings: softwareToken.optional() });
const byToken = z.object({ AccessToken: z.string() });

function mustAllow(pool: PoolPlan): void {
  if (pool.mfa !== 'OPTIONAL')
    throw new CognitoProblem(
      'SoftwareTokenMFANotFoundException',
      'Software Token MFA has not been enabled by the userpool',
    );
}

function prefer(service: Service, user: User, settings: z.infer<typeof softwareToken> | undefined): object {
  if (!settings) return {};
  if (!user.totp) {
    if (!settings.Enabled) return {};
    throw invalidParameter('User does not have delivery config set to turn on SOFTWARE_TOKEN_MFA');
  }
  const totp = { ...user.totp, enabled: settings.Enabled, preferred: settings.Enabled && settings.PreferredMfa };
  saveUser(service, { ...user, totp });
  return {};
}

/** The new secret replaces the old one only when a code made from it has been shown. */
const associate = operation(byToken, async (service, input) => {
  const { pool, user } = await bearer(service, input.AccessToken);
  mustAllow(pool);
  const totpPending = newTotpSecret();
  saveUser(service, { ...user, totpPending });
  return { SecretCode: totpPending };
});

const verify = operation(byToken.extend({ UserCode: z.string() }), async (service, input) => {
  const { pool, user } = await bearer(service, input.AccessToken);
  mustAllow(pool);
  if (user.totpPending === undefined)
    throw notAuthorized('Call AssociateSoftwareToken first: there is no secret to verify.');
  const step = matchingStep(user.totpPending, input.UserCode, service.now().getTime());
  if (step === undefined) throw new CognitoProblem('EnableSoftwareTokenMFAException', 'Code mismatch');
  const { enabled = false, preferred = false } = user.totp ?? {};
  const totp = { secret: user.totpPending, lastStep: step, enabled, preferred };
  saveUser(service, { ...user, totp, totpPending: undefined });
  return { Status: 'SUCCESS' };
});

export const authenticatorOperations: Operations = {
  AssociateSoftwareToken: associate,
  VerifySoftwareToken: verify,

  AdminSetUserMFAPreference: operation(onUser.extend(preference.shape), (service, input) => {
    const pool = poolOf(service, input.UserPoolId);
    mustAllow(pool);
    return prefer(service, userOf(service, pool, input.Username), input.SoftwareTokenMfaSettings);
  }),

  SetUserMFAPreference: operation(byToken.extend(preference.shape), async (service, input) => {
    const { pool, user } = await bearer(service, input.AccessToken);
    mustAllow(pool);
    return prefer(service, user, input.SoftwareTokenMfaSettings);
  }),

  GetUser: operation(byToken, async (service, input) => {
    const { user } = await bearer(service, input.AccessToken);
    return { Username: user.sub, UserAttributes: listed(user), ...mfaShown(user) };
  }),
};
