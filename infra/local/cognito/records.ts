import { z } from 'zod';

/** Times are epoch milliseconds. Passwords and codes are scrypt hashes, refresh tokens SHA-256 digests. */
export const user = z.object({
  sub: z.string(),
  poolId: z.string(),
  attributes: z.record(z.string(), z.string()),
  enabled: z.boolean(),
  status: z.enum(['FORCE_CHANGE_PASSWORD', 'CONFIRMED', 'RESET_REQUIRED']),
  passwordHash: z.string().optional(),
  temporaryUntil: z.number().optional(),
  createdAt: z.number(),
  modifiedAt: z.number(),
  reset: z.object({ codeHash: z.string(), expiresAt: z.number(), failures: z.number() }).optional(),
  /** A new address that waits for the code that was sent to it. */
  newEmail: z
    .object({ email: z.string(), codeHash: z.string(), expiresAt: z.number(), failures: z.number() })
    .optional(),
  resetRequests: z.array(z.number()),
  /** `lastStep` is the newest time step whose code was taken: no code works twice (RFC 6238, 5.2). */
  totp: z.object({ secret: z.string(), lastStep: z.number(), enabled: z.boolean(), preferred: z.boolean() }).optional(),
  totpPending: z.string().optional(),
});
export type User = z.infer<typeof user>;

/** One sign-in with everything refreshed from it; its key is the `origin_jti` of all its tokens. */
export const family = z.object({
  sub: z.string(),
  poolId: z.string(),
  clientId: z.string(),
  authTime: z.number(),
  expiresAt: z.number(),
  revoked: z.boolean(),
});
export type Family = z.infer<typeof family>;

export const refreshToken = z.object({ originJti: z.string(), replacedAt: z.number().optional() });
export type RefreshToken = z.infer<typeof refreshToken>;

export const attempts = z.object({ count: z.number(), lastAt: z.number(), lockedUntil: z.number() });
export type Attempts = z.infer<typeof attempts>;
