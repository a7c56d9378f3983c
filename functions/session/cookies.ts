import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import * as z from 'zod';
import { challengeNames, type ChallengeName, type Tokens } from './outcome.ts';

/** `__Host-`: sent to this host only, over TLS only, for every path. No script can read them. */
export const ACCESS = '__Host-access';
export const REFRESH = '__Host-refresh';
export const CHALLENGE = '__Host-challenge';
const guarded = 'Path=/; HttpOnly; Secure; SameSite=Strict';
const gone = (name: string) => `${name}=; Max-Age=0; ${guarded}`;

/** A working day. The refresh token itself ends after twelve hours as well (the user pool client says so). */
const REFRESH_SECONDS = 12 * 3600;
/** As long as Cognito waits for the answer. */
export const CHALLENGE_SECONDS = 180;

export const sessionCookies = ({ access, expiresInSeconds }: Tokens, refresh: string): string[] => [
  `${ACCESS}=${access}; Max-Age=${expiresInSeconds}; ${guarded}`,
  `${REFRESH}=${refresh}; Max-Age=${REFRESH_SECONDS}; ${guarded}`,
];

export const noCookies = [gone(ACCESS), gone(REFRESH)];
export const noChallenge = gone(CHALLENGE);

export const cookie = (event: APIGatewayProxyEventV2, name: string): string | undefined => {
  const found = (event.cookies ?? []).find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
  return found === '' ? undefined : found;
};

/** A sign-in that waits for one more answer. Who changes it only spoils it: Cognito holds the same by its session. */
const pending = z.object({
  kind: z.enum(Object.keys(challengeNames) as [ChallengeName]),
  email: z.string(),
  session: z.string(),
  /** Until when (epoch milliseconds), and by what seal, the password counts as proven. */
  until: z.number(),
  seal: z.string(),
});
export type Pending = z.output<typeof pending>;

/** What the seal of a half-done sign-in says: whoever brings it gave the right password not long ago. */
export const provenText = (email: string, until: number): string => `password:${email}:${until}`;

export const challengeCookie = (waiting: Pending): string =>
  `${CHALLENGE}=${Buffer.from(JSON.stringify(waiting)).toString('base64url')}; Max-Age=${CHALLENGE_SECONDS}; ${guarded}`;

export const pendingOf = (event: APIGatewayProxyEventV2): Pending | undefined => {
  try {
    return pending.parse(JSON.parse(Buffer.from(cookie(event, CHALLENGE) ?? '', 'base64url').toString()));
  } catch {
    return undefined; // Whatever else stands there was not put there by us.
  }
};

export const withCookies = (
  answer: APIGatewayProxyStructuredResultV2,
  cookies: readonly string[],
): APIGatewayProxyStructuredResultV2 => ({ ...answer, cookies: [...cookies] });
