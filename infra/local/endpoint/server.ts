import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { scopeOf } from '#infra/local/aws/sigv4.ts';
import type { Cognito } from '#infra/local/cognito/index.ts';
import type { Host } from '#infra/local/lambda/host.ts';
import type { Kms } from '#infra/local/kms/index.ts';
import type { Inbox } from '#infra/local/mail/index.ts';
import type { Secrets } from '#infra/local/secrets/index.ts';
import type { Verified } from '#infra/local/aws/sigv4.ts';
import type { Iam } from '#infra/local/iam/index.ts';
import { questionsOf } from '#infra/local/iam/questions.ts';
import type { Plan } from '#infra/local/template/plan.ts';
import { answerJson, answerXml, bodyOf } from './answers.ts';
import { identifyCaller, type Call } from './caller.ts';
import type { Credentials } from './credentials.ts';
import type { DynamoProxy } from './dynamo.ts';
import { invokeFunction } from './invoke.ts';
import type { Restore } from './restore.ts';
import type { Streams } from './streams.ts';
import { isLoopbackHost } from './loopback.ts';
import { sts, stsRefusal } from './sts.ts';

export interface Services {
  readonly dynamo: DynamoProxy;
  readonly restore: Restore;
  readonly streams: Streams;
  readonly s3: { handle(request: IncomingMessage, response: ServerResponse): Promise<void> };
  readonly cognito: Cognito;
  readonly lambda: Host;
  readonly inbox: Inbox;
  readonly secrets: Secrets;
  readonly kms: Kms;
  /** HTTP APIs by their own address, below `/_api/<id>`. */
  readonly gateway: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
}

export interface EndpointOptions {
  readonly credentials: Credentials;
  readonly plan: Plan;
  readonly iam: Iam;
  /** Whether the policies have a say, or only the signature. */
  readonly enforced: boolean;
  now: () => Date;
}

type Operation = (request: IncomingMessage, response: ServerResponse, body: Buffer, call: Call) => Promise<void> | void;

const cognitoTarget = 'AWSCognitoIdentityProviderService.';
/** Operations whose proof is a token or a code in the body; the SDK does not sign them. */
const unsigned = new Set(
  `AssociateSoftwareToken ChangePassword ConfirmForgotPassword ConfirmSignUp DeleteUser ForgotPassword
  GetTokensFromRefreshToken GetUser GlobalSignOut InitiateAuth ResendConfirmationCode RespondToAuthChallenge
  RevokeToken SetUserMFAPreference SignUp UpdateUserAttributes VerifySoftwareToken VerifyUserAttribute`.split(/\s+/),
);

const targetOf = (request: IncomingMessage): string => {
  const target = request.headers['x-amz-target'];
  return typeof target === 'string' ? target : '';
};

function parsed(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString() || '{}') as unknown;
  } catch {
    return undefined;
  }
}

function jsonServices(services: Services, options: EndpointOptions): Record<string, Operation> {
  return {
    dynamodb: async (request, response, body, { operation }) => {
      const ofStream = targetOf(request).startsWith('DynamoDBStreams_');
      if (!ofStream && operation !== 'RestoreTableToPointInTime')
        return services.dynamo.handle(request, response, body);
      const asked = parsed(body);
      const { status, body: answer } = await (ofStream ? services.streams(operation, asked) : services.restore(asked));
      answerJson(response, status, answer, 'application/x-amz-json-1.0');
    },
    lambda: (request, response, body) => invokeFunction(services.lambda, request, response, body),
    'cognito-idp': async (request, response, body, call) => {
      const { status, body: answer } = await services.cognito.handle(
        targetOf(request).slice(cognitoTarget.length),
        parsed(body),
        call,
      );
      answerJson(response, status, answer);
    },
    ses: (request, response, body) => {
      const { status, body: answer } = services.inbox.sesV2(request.method ?? '', request.url ?? '', parsed(body));
      answerJson(response, status, answer, 'application/json');
    },
    secretsmanager: (request, response, body) => {
      const { status, body: answer } = services.secrets.handle(targetOf(request).split('.')[1] ?? '', parsed(body));
      answerJson(response, status, answer);
    },
    kms: (request, response, body) => {
      const { status, body: answer } = services.kms.handle(targetOf(request).split('.')[1] ?? '', parsed(body));
      answerJson(response, status, answer);
    },
    sts: (_request, response, body, call) => {
      answerXml(response, ...sts(body, call, { ...options, account: options.plan.account }));
    },
  };
}

const callOf = (service: string, request: IncomingMessage, { accessKeyId, sessionToken, region }: Verified): Call => ({
  service,
  accessKeyId,
  sessionToken,
  region,
  operation: targetOf(request).split('.')[1] ?? '',
  path: request.url ?? '/',
});

/** Each service has its own form of saying no. */
function refuse(response: ServerResponse, service: string, type: string, message: string): void {
  if (service === 'sts') answerXml(response, ...stsRefusal(403, type.replace(/Exception$/, ''), message));
  else answerJson(response, service === 'lambda' || service === 'ses' ? 403 : 400, { __type: type, message });
}

/** The one AWS endpoint: which service is meant stands in the signature's scope, who calls in its access key id. */
export function createEndpoint(services: Services, options: EndpointOptions): RequestListener {
  const byService = jsonServices(services, options);

  const policyRefusal = (call: Call, body: Buffer): string | undefined => {
    const { iam, plan, enforced } = options;
    if (!enforced || !iam.callerOf(call)) return undefined;
    return iam.refuse(call, questionsOf(plan, { ...call, body: parsed(body) }) ?? []);
  };

  const signed = async (service: string, request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await bodyOf(request);
    const operation = byService[service];
    if (!operation) {
      answerJson(response, 400, {
        __type: 'UnknownOperationException',
        message: `The local endpoint has no service ${service}.`,
      });
      return;
    }
    if (!body) {
      answerJson(response, 413, {
        __type: 'RequestEntityTooLargeException',
        message: 'The request is too large.',
      });
      return;
    }
    const caller = identifyCaller(request, body, options.credentials, options.now());
    if ('type' in caller) {
      refuse(response, service, caller.type, caller.message);
      return;
    }
    const call = callOf(service, request, caller);
    const refusal = policyRefusal(call, body);
    if (refusal !== undefined) {
      refuse(response, service, 'AccessDeniedException', refusal);
      return;
    }
    await operation(request, response, body, call);
  };

  const publicCognito = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const operation = targetOf(request).slice(cognitoTarget.length);
    if (!unsigned.has(operation)) {
      answerJson(response, 400, {
        __type: 'MissingAuthenticationTokenException',
        message: `${operation} must be signed.`,
      });
      return;
    }
    const { status, body } = await services.cognito.handle(
      operation,
      parsed((await bodyOf(request)) ?? Buffer.alloc(0)),
    );
    answerJson(response, status, body);
  };

  const dispatch = (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { url = '/', headers } = request;
    if (url.startsWith('/_api/')) return services.gateway(request, response);
    const service = scopeOf({ url, headers })?.service;
    if (service === undefined && targetOf(request).startsWith(cognitoTarget)) return publicCognito(request, response);
    return service === undefined || service === 's3'
      ? services.s3.handle(request, response)
      : signed(service, request, response);
  };

  return (request, response) => {
    // The SDK sets its own clock by this: where a test has moved ours, it must not fall back to this machine's.
    response.setHeader('date', options.now().toUTCString());
    if (!isLoopbackHost(request.headers.host)) {
      response.writeHead(403, { 'content-type': 'text/plain' });
      response.end('The local endpoint answers 127.0.0.1 and localhost only.\n');
      return;
    }
    dispatch(request, response).catch((error: unknown) => {
      console.error(error);
      if (response.headersSent) response.destroy();
      else
        answerJson(response, 500, {
          __type: 'InternalFailure',
          message: 'The local endpoint failed; see the terminal.',
        });
    });
  };
}
