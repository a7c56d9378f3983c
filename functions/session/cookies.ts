import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import type { Tokens } from './identity-provider.ts';

/** `__Host-`: sent to this host only, over TLS only, for every path. No script can read them. */
export const ACCESS = '__Host-access';
export const REFRESH = '__Host-refresh';
const guarded = 'Path=/; HttpOnly; Secure; SameSite=Strict';

/** A working day. The refresh token itself ends after twelve hours as well (the user pool client says so). */
const REFRESH_SECONDS = 12 * 3600;

export const sessionCookies = ({ access, refresh, expiresInSeconds }: Tokens): string[] => [
  `${ACCESS}=${access}; Max-Age=${expiresInSeconds}; ${guarded}`,
  `${REFRESH}=${refresh}; Max-Age=${REFRESH_SECONDS}; ${guarded}`,
];

export const noCookies = [`${ACCESS}=; Max-Age=0; ${guarded}`, `${REFRESH}=; Max-Age=0; ${guarded}`];

export const cookie = (event: APIGatewayProxyEventV2, name: string): string | undefined => {
  const found = (event.cookies ?? []).find((c) => c.startsWith(`${name}=`))?.slice(name.length + 1);
  return found === '' ? undefined : found;
};
