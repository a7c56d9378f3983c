import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import type { AuthorizerPlan } from '#infra/local/template/plan.ts';

export type Verdict =
  | { readonly ok: true; readonly claims: Readonly<Record<string, string>>; readonly scopes: readonly string[] | null }
  | { readonly ok: false; readonly status: 401 | 403; readonly challenge: string };

export interface AuthorizerOptions {
  /** The public keys of an issuer; undefined for one that is not a pool of this template. */
  keysOf: (issuer: string) => JSONWebKeySet | undefined;
  now: () => Date;
}

const denied = (status: 401 | 403, error?: string, description?: string): Verdict => ({
  ok: false,
  status,
  challenge: error ? `Bearer scope="" error="${error}" error_description="${description}"` : 'Bearer',
});

/** API Gateway hands every claim on as text; a list becomes `[a b]`. */
const claimText = (claim: unknown): string =>
  Array.isArray(claim)
    ? `[${claim.map(claimText).join(' ')}]`
    : typeof claim === 'object'
      ? JSON.stringify(claim)
      : `${claim as string | number | boolean}`;

/** A token without `aud` (Cognito's access tokens) is judged by its `client_id`. */
function meantFor({ aud, ['client_id']: clientId }: JWTPayload, audience: readonly string[]): boolean {
  const named = aud === undefined ? [clientId] : [aud].flat();
  return named.some((name) => typeof name === 'string' && audience.includes(name));
}

export function createAuthorizer(options: AuthorizerOptions) {
  const keySets = new Map<string, ReturnType<typeof createLocalJWKSet>>();
  const keySetOf = (issuer: string) => {
    const known = keySets.get(issuer);
    if (known) return known;
    const keys = options.keysOf(issuer);
    if (!keys) throw new Error(`No user pool of the template issues as ${issuer}.`);
    const keySet = createLocalJWKSet(keys);
    keySets.set(issuer, keySet);
    return keySet;
  };

  return async (
    plan: AuthorizerPlan,
    needed: readonly string[],
    headers: Readonly<Record<string, string>>,
  ): Promise<Verdict> => {
    const source = plan.identitySource.replace('$request.header.', '').toLowerCase();
    const token = headers[source]?.replace(/^bearer /i, '').trim();
    if (!token) return denied(401);
    try {
      const { payload } = await jwtVerify(token, keySetOf(plan.issuer), {
        issuer: plan.issuer,
        algorithms: ['RS256'],
        requiredClaims: ['exp'],
        currentDate: options.now(),
      });
      if (!meantFor(payload, plan.audience))
        return denied(401, 'invalid_token', 'the token does not have a valid audience');
      const granted = typeof payload['scope'] === 'string' ? payload['scope'].split(' ') : [];
      if (needed.length > 0 && !needed.some((scope) => granted.includes(scope)))
        return denied(403, 'insufficient_scope', 'scope');
      const claims = Object.fromEntries(Object.entries(payload).map(([name, claim]) => [name, claimText(claim)]));
      return { ok: true, claims, scopes: needed.length > 0 ? needed : null };
    } catch (error) {
      return denied(401, 'invalid_token', error instanceof Error ? error.message.replaceAll('"', "'") : 'invalid');
    }
  };
}
