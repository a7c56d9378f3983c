import * as z from 'zod';

/** What a token says, unproven: the claims that the gateway's authorizer hands on, as texts. */
export const decodeJwt = (token: string): Record<string, string> => {
  const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  return Object.fromEntries(
    Object.entries(z.record(z.string(), z.unknown()).parse(claims)).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : JSON.stringify(value),
    ]),
  );
};
