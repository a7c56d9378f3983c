import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';

const claims = z.strictObject({
  accessKeyId: z.string(),
  role: z.string(),
  name: z.string(),
  tags: z.record(z.string(), z.string()),
  transitive: z.array(z.string()),
  /** Epoch milliseconds. */
  expires: z.number(),
});

/** A role that somebody assumed. */
export type RoleSession = Readonly<z.infer<typeof claims>>;

export interface SessionCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
}

export interface Sessions {
  issue: (session: Omit<RoleSession, 'accessKeyId'>) => SessionCredentials;
  /** Undefined: not a token that was issued here for this key. An expired one is still read. */
  read: (accessKeyId: string, sessionToken: string | undefined) => RoleSession | undefined;
  secretOf: (accessKeyId: string) => string;
}

export const isSessionKey = (accessKeyId: string): boolean => accessKeyId.startsWith('ASIA');

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
const newKeyId = (): string => `ASIA${[...randomBytes(16)].map((byte) => alphabet[byte % 32]).join('')}`;
/** Tokens are read with every call; one is asked for again and again by the function that holds it. */
const remembered = 500;

/** The token itself carries the session under a seal, so that what it signed still opens after a restart. */
export function createSessions(secretFor: (name: string) => string): Sessions {
  const key = secretFor('session tokens');
  const known = new Map<string, RoleSession>();
  const sealOf = (content: string): string => createHmac('sha256', key).update(content).digest('base64url');
  const secretOf = (accessKeyId: string): string => secretFor(`session ${accessKeyId}`).slice(0, 40);

  const open = (token: string): RoleSession | undefined => {
    const [content = '', seal = ''] = token.split('.');
    const [expected, given] = [Buffer.from(sealOf(content)), Buffer.from(seal)];
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) return undefined;
    return claims.safeParse(JSON.parse(Buffer.from(content, 'base64url').toString())).data;
  };

  const read: Sessions['read'] = (accessKeyId, token) => {
    if (token === undefined) return undefined;
    const session = known.get(token) ?? open(token);
    if (session?.accessKeyId !== accessKeyId) return undefined;
    if (known.size >= remembered) known.clear();
    known.set(token, session);
    return session;
  };

  return {
    read,
    secretOf,
    issue: (session) => {
      const accessKeyId = newKeyId();
      const content = Buffer.from(JSON.stringify({ ...session, accessKeyId })).toString('base64url');
      return {
        accessKeyId,
        secretAccessKey: secretOf(accessKeyId),
        sessionToken: `${content}.${sealOf(content)}`,
        expiration: new Date(session.expires),
      };
    },
  };
}
