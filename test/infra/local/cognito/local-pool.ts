import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { vi } from 'vitest';
import { createCognito, type ClientPlan, type Cognito, type PoolPlan } from '#infra/local/cognito/index.ts';
import { createInbox, type Inbox } from '#infra/local/mail/index.ts';
import type { Subject } from '#test/contract/cognito/subject.ts';

export const sessionClient: ClientPlan = {
  id: '4localsessionclient0000001',
  secret: 'kept-by-the-server-side-only-0123456789abcdef',
  authFlows: ['ALLOW_ADMIN_USER_PASSWORD_AUTH'],
  accessMinutes: 15,
  idMinutes: 15,
  refreshMinutes: 720,
  rotation: { graceSeconds: 10 },
  revocation: true,
  preventExistenceErrors: true,
};

export const pool: PoolPlan = {
  id: 'us-east-1_Local0001',
  name: 'stormledger',
  region: 'us-east-1',
  policy: {
    minimumLength: 12,
    requireLowercase: false,
    requireUppercase: false,
    requireNumbers: false,
    requireSymbols: false,
  },
  caseSensitive: false,
  attributes: [
    { name: 'email', mutable: true, required: true },
    { name: 'tenantId', mutable: false, required: false },
  ],
  adminCreateOnly: true,
  temporaryPasswordDays: 7,
  keepsOriginal: ['email'],
  mfa: 'OPTIONAL',
  clients: [sessionClient],
  triggers: {},
};

export interface LocalPool extends Subject {
  cognito: Cognito;
  inbox: Inbox;
  advance: (seconds: number) => void;
  codeIn: (email: string) => string;
  close: () => Promise<void>;
}

type Options = Partial<Pick<Parameters<typeof createCognito>[0], 'pools' | 'dir' | 'trigger'>>;

/** Date is the test's own; timers stay real. */
export const morning = () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-03-02T13:00:05Z') });
};

export async function startPool(options: Options = {}): Promise<LocalPool> {
  const now = () => new Date();
  const inbox = createInbox({ now });
  const trigger = options.trigger ?? (() => Promise.reject(new Error('no trigger is planned')));
  const cognito = createCognito({
    pools: [pool],
    ...options,
    trigger,
    sendMail: (mail) => void inbox.deliver(mail),
    now,
  });
  const server = createServer((request, response) => {
    void answer(cognito, request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/x-amz-json-1.1' }).end(JSON.stringify(body));
    });
  });
  const aws = clientOf(await listen(server));
  const { id: clientId, secret: clientSecret = '' } = sessionClient;
  return {
    ...{ cognito, inbox, aws, poolId: pool.id, clientId, clientSecret, jwks: cognito.jwks(pool.id) },
    advance: (seconds) => void vi.setSystemTime(Date.now() + seconds * 1000),
    codeIn: (email) => codeOf(inbox, email),
    close: async () => {
      aws.destroy();
      server.close();
      await once(server, 'close');
      cognito.close();
    },
  };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The test server has no port.');
  return `http://127.0.0.1:${String(address.port)}`;
}

const clientOf = (endpoint: string) =>
  new CognitoIdentityProviderClient({
    endpoint,
    region: pool.region,
    credentials: { accessKeyId: 'LOCALTEST', secretAccessKey: 'local' },
    maxAttempts: 1,
  });

async function answer(cognito: Cognito, request: IncomingMessage) {
  const chunks: Uint8Array[] = [];
  for await (const chunk of request as AsyncIterable<Uint8Array>) chunks.push(chunk);
  const operation = String(request.headers['x-amz-target']).split('.')[1] ?? '';
  return cognito.handle(operation, JSON.parse(Buffer.concat(chunks).toString()), undefined);
}

function codeOf(inbox: Inbox, email: string): string {
  const text = inbox.list().findLast(({ to }) => to.includes(email))?.text ?? '';
  return /(?:temporary password is|code is) (\S+)\.$/.exec(text)?.[1] ?? '';
}
