import * as z from 'zod';
import { tenantIdPattern } from '#shared/model/principal.ts';

const claims = z.object({
  sub: z.uuid(),
  tenantId: z.string().regex(tenantIdPattern),
  origin_jti: z.string().min(1),
  exp: z.int(),
});
export type Claims = z.output<typeof claims>;

/**
 * What an access token says. Only for tokens that Cognito has just issued to us or just verified for us:
 * nothing is checked here.
 */
export const claimsOfTrusted = (accessToken: string): Claims =>
  claims.parse(JSON.parse(Buffer.from(accessToken.split('.')[1] ?? '', 'base64url').toString()));
