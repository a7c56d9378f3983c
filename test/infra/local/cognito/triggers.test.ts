import {
  AdminCreateUserCommand,
  ForgotPasswordCommand,
  GetTokensFromRefreshTokenCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { TriggerPlan } from '#infra/local/cognito/index.ts';
import {
  choosePassword,
  chosen,
  freshAddress,
  invite,
  member,
  refused,
  secretHash,
  signIn,
  temporary,
  tenantId,
  tokensOf,
} from '#test/contract/cognito/subject.ts';
import { morning, pool, startPool, type LocalPool } from './local-pool.ts';

interface Event {
  version: string;
  triggerSource: string;
  userName: string;
  request: { userAttributes: Record<string, string>; scopes?: string[]; userNotFound?: boolean };
  response: Record<string, unknown>;
}

let local: LocalPool | undefined;
beforeEach(morning);
afterEach(async () => {
  await local?.close();
  vi.useRealTimers();
});

async function withTriggers(triggers: TriggerPlan, respond: (event: Event, name: string) => Record<string, unknown>) {
  const events: Event[] = [];
  const trigger = (name: string, sent: unknown) => {
    const event = structuredClone(sent) as Event;
    events.push(event);
    return Promise.resolve().then(() => ({ ...event, response: respond(event, name) }));
  };
  local = await startPool({ pools: [{ ...pool, triggers }], trigger });
  return { local, events };
}

const identity = { functionName: 'identity', version: 'V2_0' } as const;

describe('pre token generation', () => {
  it('copies the tenant into the access token at every kind of grant, and touches no reserved claim', async () => {
    const { local, events } = await withTriggers({ preTokenGeneration: identity }, ({ request }) => ({
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: {
          claimsToAddOrOverride: { tenantId: request.userAttributes['custom:tenantId'], sub: 'somebody else' },
          claimsToSuppress: ['event_id', 'iss'],
          scopesToAdd: ['records/read'],
        },
        idTokenGeneration: { claimsToSuppress: ['email'] },
        groupOverrideDetails: { groupsToOverride: ['inspectors'] },
      },
    }));
    const email = await invite(local);
    const { Session } = await signIn(local, email, temporary);
    const first = tokensOf(await choosePassword(local, email, Session, chosen));
    const { clientId: ClientId, clientSecret: ClientSecret } = local;
    tokensOf(await signIn(local, email, chosen));
    tokensOf(
      await local.aws.send(
        new GetTokensFromRefreshTokenCommand({ ClientId, ClientSecret, RefreshToken: first.RefreshToken }),
      ),
    );
    expect(events.map(({ triggerSource }) => triggerSource)).toEqual([
      'TokenGeneration_NewPasswordChallenge',
      'TokenGeneration_Authentication',
      'TokenGeneration_RefreshTokens',
    ]);
    expect(events[0]).toMatchObject({ version: '2', request: { scopes: ['aws.cognito.signin.user.admin'] } });
    const access = decodeJwt(first.AccessToken);
    const scope = 'aws.cognito.signin.user.admin records/read';
    expect(access).toMatchObject({ tenantId, scope, sub: events[0]?.userName, 'cognito:groups': ['inspectors'] });
    expect(access).toHaveProperty('event_id');
    expect(access.iss).toBe('https://cognito-idp.us-east-1.amazonaws.com/us-east-1_Local0001');
    expect(decodeJwt(first.IdToken)).not.toHaveProperty('email');
  });

  it('reaches only the ID token in its first version', async () => {
    const first = { functionName: 'identity', version: 'V1_0' } as const;
    const { local, events } = await withTriggers({ preTokenGeneration: first }, () => ({
      claimsOverrideDetails: { claimsToAddOrOverride: { tenantId } },
    }));
    const { AccessToken, IdToken } = tokensOf(await signIn(local, await member(local), chosen));
    expect(decodeJwt(IdToken)).toMatchObject({ tenantId });
    expect(decodeJwt(AccessToken)).not.toHaveProperty('tenantId');
    expect(events[0]?.version).toBe('1');
  });

  it('gives no tokens when the function throws or answers nonsense', async () => {
    let answers = false;
    const { local } = await withTriggers({ preTokenGeneration: identity }, () => {
      if (answers) return { claimsAndScopeOverrideDetails: 'yes' };
      throw new Error('no tenant');
    });
    const email = await member(local);
    const message = /^PreTokenGeneration failed with error no tenant\.$/;
    await refused(signIn(local, email, chosen), 'UserLambdaValidationException', message);
    answers = true;
    await refused(signIn(local, email, chosen), 'InvalidLambdaResponseException');
  });
});

describe('the other triggers', () => {
  it('call before the password is looked at, and after the sign-in', async () => {
    const { local, events } = await withTriggers(
      { preAuthentication: 'before', postAuthentication: 'after' },
      (event, name) => {
        if (name === 'before' && event.request.userAttributes['name'] === 'Blocked') throw new Error('not today');
        return {};
      },
    );
    const email = await member(local);
    await refused(signIn(local, email, 'not the password'), 'NotAuthorizedException');
    tokensOf(await signIn(local, email, chosen));
    await refused(signIn(local, freshAddress(), chosen), 'NotAuthorizedException');
    const sources = ['PreAuthentication', 'PreAuthentication', 'PostAuthentication', 'PreAuthentication'];
    expect(events.map(({ triggerSource }) => triggerSource)).toEqual(sources.map((kind) => `${kind}_Authentication`));
    expect(events.at(-1)?.request.userNotFound).toBe(true);
    const { aws, poolId } = local;
    const blocked = { Name: 'name', Value: 'Blocked' };
    const Username = freshAddress();
    const create = { UserPoolId: poolId, Username, TemporaryPassword: temporary, UserAttributes: [blocked] };
    await aws.send(new AdminCreateUserCommand({ ...create, MessageAction: 'SUPPRESS' }));
    await refused(signIn(local, Username, temporary), 'UserLambdaValidationException', /not today/);
  });

  it('write the letters, into which the code is filled afterwards', async () => {
    const { local, events } = await withTriggers({ customMessage: 'letters' }, () => ({
      emailSubject: 'Code for {username}',
      emailMessage: '<p>Your code: {####}</p>',
    }));
    const email = await member(local);
    const { aws, clientId: ClientId } = local;
    await aws.send(new ForgotPasswordCommand({ ClientId, Username: email, SecretHash: secretHash(local, email) }));
    expect(events[0]).toMatchObject({
      triggerSource: 'CustomMessage_ForgotPassword',
      request: { codeParameter: '{####}' },
    });
    expect(local.inbox.list()[0]).toMatchObject({ to: [email], subject: `Code for ${email}` });
    expect(local.inbox.list()[0]?.html).toMatch(/^<p>Your code: \d{6}<\/p>$/);
  });
});
