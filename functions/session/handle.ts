import { tenantIdPattern } from '#shared/model/principal.ts';
import type { Claims } from './claims.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** Which session a refresh token belongs to: the token itself says nothing that we can read. */
export interface Handle {
  readonly tenantId: string;
  readonly memberId: string;
  readonly sessionId: string;
}

export const handleOf = ({ tenantId, sub, origin_jti }: Claims): Handle => ({
  tenantId,
  memberId: sub,
  sessionId: origin_jti,
});

const text = ({ tenantId, memberId, sessionId }: Handle) => `${tenantId}.${memberId}.${sessionId}`;

/** The refresh cookie: the session, sealed, so that nobody ends the session of somebody else, and the token. */
export const refreshValue = async (provider: IdentityProvider, handle: Handle, token: string): Promise<string> =>
  `${text(handle)}.${await provider.seal(text(handle))}.${token}`;

export const readRefresh = async (
  provider: IdentityProvider,
  value: string | undefined,
): Promise<{ handle: Handle; token: string } | undefined> => {
  const [tenantId = '', memberId = '', sessionId = '', seal = '', ...rest] = (value ?? '').split('.');
  const handle = { tenantId, memberId, sessionId };
  if (!tenantIdPattern.test(tenantId) || !(await provider.sealed(text(handle), seal))) return undefined;
  return { handle, token: rest.join('.') };
};
