import type { APIGatewayProxyEventV2WithJWTAuthorizer } from 'aws-lambda';
import { principalOf } from '#functions/lib/http/principal.ts';
import type { Principal } from '#shared/model/principal.ts';
import { Problem } from '#shared/model/problem.ts';
import { claimsOfTrusted } from './claims.ts';
import { ACCESS, cookie } from './cookies.ts';
import type { Desk, Event } from './desk.ts';

export interface Caller extends Principal {
  readonly access: string;
}

/** Who asks. No authorizer stands before these routes: Cognito verifies the token, and then the same rules hold. */
export const callerOf = async (event: Event, { provider, table }: Desk): Promise<Caller> => {
  const access = cookie(event, ACCESS);
  // Cognito takes access tokens only here.
  if (access === undefined || (await provider.verify(access)) === undefined) throw signedOut();
  const claims = { ...claimsOfTrusted(access), token_use: 'access' };
  // The rest of the authorizer's shape is of no use to anybody.
  const authorized = {
    ...event,
    requestContext: { ...event.requestContext, authorizer: { jwt: { claims } } },
  } as unknown as APIGatewayProxyEventV2WithJWTAuthorizer;
  return { ...(await principalOf(authorized, table)), access };
};

const signedOut = () => new Problem('not-signed-in', 'Sign in to go on.');
