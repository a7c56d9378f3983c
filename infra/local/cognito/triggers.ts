import { z } from 'zod';
import { shownToTriggers } from './attributes.ts';
import type { PoolPlan } from './plan.ts';
import { CognitoProblem } from './problem.ts';
import type { User } from './records.ts';
import type { Service } from './service.ts';

interface Call {
  functionName: string;
  /** As in the message people get when the function throws: `PreTokenGeneration failed with error …`. */
  kind: string;
  source: string;
  version?: string;
  clientId: string;
  userName: string;
  request: Record<string, unknown>;
  response: Record<string, unknown>;
}

async function call<T>(service: Service, pool: PoolPlan, made: Call, answer: z.ZodType<T>): Promise<T> {
  const event = {
    version: made.version ?? '1',
    region: pool.region,
    userPoolId: pool.id,
    userName: made.userName,
    callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: made.clientId },
    triggerSource: made.source,
    request: made.request,
    response: made.response,
  };
  const returned = await service.trigger(made.functionName, event).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new CognitoProblem('UserLambdaValidationException', `${made.kind} failed with error ${reason}.`);
  });
  const parsed = z.object({ response: answer }).safeParse(returned);
  if (!parsed.success) throw new CognitoProblem('InvalidLambdaResponseException', 'Unrecognizable lambda output');
  return parsed.data.response;
}

type Metadata = Record<string, string> | undefined;

/** Before the password is looked at; for a name that nobody has, too, so that the function cannot tell by silence. */
export async function preAuthentication(
  service: Service,
  pool: PoolPlan,
  clientId: string,
  user: User | undefined,
  data: Metadata,
) {
  const functionName = pool.triggers.preAuthentication;
  if (functionName === undefined) return;
  const request = {
    userAttributes: user ? shownToTriggers(user) : {},
    validationData: data ?? null,
    ...(user ? {} : { userNotFound: true }),
  };
  const source = 'PreAuthentication_Authentication';
  const made = {
    functionName,
    kind: 'PreAuthentication',
    source,
    clientId,
    userName: user?.sub ?? '',
    request,
    response: {},
  };
  await call(service, pool, made, z.unknown());
}

export async function postAuthentication(
  service: Service,
  pool: PoolPlan,
  clientId: string,
  user: User,
  data: Metadata,
) {
  const functionName = pool.triggers.postAuthentication;
  if (functionName === undefined) return;
  const request = { userAttributes: shownToTriggers(user), newDeviceUsed: false, clientMetadata: data ?? null };
  const source = 'PostAuthentication_Authentication';
  const made = {
    functionName,
    kind: 'PostAuthentication',
    source,
    clientId,
    userName: user.sub,
    request,
    response: {},
  };
  await call(service, pool, made, z.unknown());
}

const messageAnswer = z.object({ emailSubject: z.string().nullish(), emailMessage: z.string().nullish() });

export async function customMessage(
  service: Service,
  pool: PoolPlan,
  clientId: string,
  source: string,
  user: User,
  data: Metadata,
) {
  const functionName = pool.triggers.customMessage;
  if (functionName === undefined) return {};
  const request = {
    userAttributes: shownToTriggers(user),
    codeParameter: '{####}',
    usernameParameter: source === 'CustomMessage_AdminCreateUser' ? '{username}' : null,
    clientMetadata: data ?? null,
  };
  const response = { smsMessage: null, emailMessage: null, emailSubject: null };
  const made = { functionName, kind: 'CustomMessage', source, clientId, userName: user.sub, request, response };
  return call(service, pool, made, messageAnswer);
}

const claims = z.record(z.string(), z.unknown()).nullish();
const names = z.array(z.string()).nullish();
const groups = z.object({ groupsToOverride: names }).nullish();
const one = z.object({ claimsToAddOrOverride: claims, claimsToSuppress: names });
const withScopes = one.extend({ scopesToAdd: names, scopesToSuppress: names }).nullish();
const first = z.object({ claimsOverrideDetails: one.extend({ groupOverrideDetails: groups }).nullish() });
const second = z.object({
  claimsAndScopeOverrideDetails: z
    .object({ idTokenGeneration: one.nullish(), accessTokenGeneration: withScopes, groupOverrideDetails: groups })
    .nullish(),
});

export interface TokenChanges {
  id: z.infer<typeof one>;
  access: z.infer<typeof withScopes>;
  groups: string[];
}

/** Version 1 reaches the ID token only; version 2 the access token and its scopes too. */
export async function preTokenGeneration(
  service: Service,
  pool: PoolPlan,
  clientId: string,
  source: string,
  user: User,
  data: Metadata,
): Promise<TokenChanges> {
  const planned = pool.triggers.preTokenGeneration;
  if (!planned) return { id: {}, access: {}, groups: [] };
  const groupConfiguration = { groupsToOverride: [], iamRolesToOverride: [], preferredRole: null };
  const common = {
    userAttributes: shownToTriggers(user),
    groupConfiguration,
    ...(data ? { clientMetadata: data } : {}),
  };
  const made = {
    functionName: planned.functionName,
    kind: 'PreTokenGeneration',
    source,
    clientId,
    userName: user.sub,
  };
  if (planned.version === 'V1_0') {
    const response = { claimsOverrideDetails: null };
    const details = (await call(service, pool, { ...made, request: common, response }, first)).claimsOverrideDetails;
    return { id: details ?? {}, access: {}, groups: details?.groupOverrideDetails?.groupsToOverride ?? [] };
  }
  const request = { ...common, scopes: ['aws.cognito.signin.user.admin'] };
  const response = { claimsAndScopeOverrideDetails: null };
  const answer = await call(service, pool, { ...made, version: '2', request, response }, second);
  const details = answer.claimsAndScopeOverrideDetails;
  return {
    id: details?.idTokenGeneration ?? {},
    access: details?.accessTokenGeneration ?? {},
    groups: details?.groupOverrideDetails?.groupsToOverride ?? [],
  };
}
