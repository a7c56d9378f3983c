import { createServer } from 'node:http';
import { join } from 'node:path';
import { createCognito, type Cognito } from './cognito/index.ts';
import type { DeadLetters } from './dead-letters.ts';
import { startDynamo, type Dynamo } from './dynamodb/index.ts';
import type { Credentials } from './endpoint/credentials.ts';
import { createDynamoProxy } from './endpoint/dynamo.ts';
import { createRestore } from './endpoint/restore.ts';
import { createStreams } from './endpoint/streams.ts';
import { openEndpoint } from './endpoint/open.ts';
import { createEndpoint } from './endpoint/server.ts';
import { createBus } from './events/bus.ts';
import { createGateway, type Gateway } from './gateway/index.ts';
import { environmentOf } from './lambda/environment.ts';
import { createHost, type Host } from './lambda/host.ts';
import type { Iam } from './iam/index.ts';
import { createKms } from './kms/index.ts';
import { createInbox, type Inbox } from './mail/index.ts';
import { poolsOf } from './pools.ts';
import { createS3 } from './s3/index.ts';
import { createSecrets, type Secrets } from './secrets/index.ts';
import type { Plan } from './template/plan.ts';

export interface Surroundings {
  readonly plan: Plan;
  readonly credentials: Credentials;
  readonly letters: DeadLetters;
  /** Absent: everything is in memory. */
  readonly dir: string | undefined;
  readonly iam: Iam;
  readonly enforced: boolean;
  readonly retryDelays: readonly number[] | undefined;
  readonly smallestPart: number | undefined;
  readonly now: () => Date;
  readonly log: (line: string) => void;
  /** What ends a service, in the order they were started. */
  readonly undo: (() => unknown)[];
}

export interface Services {
  /** Address of the one AWS endpoint. */
  readonly endpoint: string;
  readonly dynamo: Dynamo;
  readonly host: Host;
  readonly inbox: Inbox;
  readonly gateway: Gateway;
  readonly secrets: Secrets;
  readonly authenticators: Cognito['authenticators'];
}

const subfolder = (dir: string | undefined, name: string) => (dir === undefined ? {} : { dir: join(dir, name) });

async function startTables({ plan, dir, log, undo }: Surroundings): Promise<Dynamo> {
  const dynamo = await startDynamo({ ...subfolder(dir, 'dynamodb'), log });
  undo.push(() => dynamo.close());
  for (const { attributes, keySchema, indexes, ...table } of plan.tables)
    await dynamo.createTable({
      ...table,
      attributes: [...attributes],
      keySchema: [...keySchema],
      indexes: indexes.map((index) => ({ ...index, keySchema: [...index.keySchema] })),
    });
  return dynamo;
}

function startHost({ plan, credentials, letters, dir, now, retryDelays, undo }: Surroundings, endpoint: string): Host {
  const host = createHost({
    functions: plan.functions,
    environment: (one) => environmentOf(one, { region: plan.region, endpoint, ...credentials.of(one) }),
    deadLetter: letters.add,
    now,
    ...(dir !== undefined && { dir }),
    ...(retryDelays && { retryDelays }),
  });
  undo.push(() => host.close());
  return host;
}

function startIdentity({ plan, credentials, dir, now, undo }: Surroundings, host: Host, inbox: Inbox) {
  const cognito = createCognito({
    pools: poolsOf(plan, credentials),
    ...subfolder(dir, 'cognito'),
    trigger: host.invoke,
    sendMail: inbox.deliver,
    now,
  });
  undo.push(() => {
    cognito.close();
  });
  return cognito;
}

function startBuckets(
  { plan, credentials, iam, enforced, smallestPart, dir, now, undo }: Surroundings,
  host: Host,
  endpoint: string,
) {
  const s3 = createS3({
    buckets: plan.buckets,
    ...subfolder(dir, 's3'),
    secretOf: credentials.secretOf,
    onCreated: createBus(plan.rules, host),
    now,
    endpointHost: new URL(endpoint).host,
    region: plan.region,
    account: plan.account,
    smallestPart,
    ...(enforced && {
      authorize: ({ action, bucket, key, prefix, quietly, ...bearer }) => {
        const resource = `arn:aws:s3:::${bucket}${key === undefined ? '' : `/${key}`}`;
        const context = { 's3:TlsVersion': '1.3', ...(prefix !== undefined && { 's3:prefix': prefix }) };
        return iam.refuse(bearer, [{ action, resource, context }], quietly);
      },
    }),
  });
  undo.push(() => s3.close());
  return s3;
}

/** Starts every AWS service the template uses, behind one endpoint. */
export async function startServices(around: Surroundings): Promise<Services> {
  const { plan, dir, now, undo } = around;
  const server = createServer({ requestTimeout: 0 });
  const [endpoint, dynamo] = await Promise.all([openEndpoint(server, dir), startTables(around)]);
  undo.push(() => {
    server.close();
    server.closeAllConnections();
  });
  const host = startHost(around, endpoint);
  const { mailIdentities: identities, mailSettings: settings } = plan;
  const inbox = createInbox({ ...subfolder(dir, 'mail'), identities, settings, now });
  const cognito = startIdentity(around, host, inbox);
  const s3 = startBuckets(around, host, endpoint);
  const secrets = createSecrets(plan.secrets);
  const kms = createKms({ keys: plan.signingKeys, ...subfolder(dir, 'kms') });
  const proxy = createDynamoProxy(dynamo.endpoint);
  undo.push(() => {
    proxy.close();
  });
  const gateway = createGateway({
    plan,
    now,
    run: host.run,
    keysOf: (issuer) => {
      const pool = plan.pools.find((one) => one.issuer === issuer);
      return pool && cognito.jwks(pool.id);
    },
  });
  const { credentials, iam, enforced } = around;
  const restore = createRestore(dynamo, plan);
  const streams = createStreams(dynamo.endpoint, plan);
  const services = {
    dynamo: proxy,
    restore,
    streams,
    s3,
    cognito,
    lambda: host,
    inbox,
    gateway: gateway.serve,
    secrets,
    kms,
  };
  server.on('request', createEndpoint(services, { credentials, plan, iam, enforced, now }));
  return { endpoint, dynamo, host, inbox, gateway, secrets, authenticators: () => cognito.authenticators() };
}
