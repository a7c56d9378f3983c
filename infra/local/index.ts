import { createServer } from 'node:http';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createConsole } from './console/index.ts';
import { createDeadLetters } from './dead-letters.ts';
import { startDynamo, type Dynamo } from './dynamodb/index.ts';
import { startEdge } from './edge/index.ts';
import { createCredentials, type Credentials, type KeyPair } from './endpoint/credentials.ts';
import type { Authorize } from './endpoint/caller.ts';
import { createDynamoProxy } from './endpoint/dynamo.ts';
import { openEndpoint } from './endpoint/open.ts';
import { createEndpoint } from './endpoint/server.ts';
import { useUtc } from './env.ts';
import { createBus } from './events/bus.ts';
import { createGateway } from './gateway/index.ts';
import { forgetInstance, recordInstance } from './instance.ts';
import { environmentOf } from './lambda/environment.ts';
import { createHost, type DeadLetter, type Host, type Invocation } from './lambda/host.ts';
import { acquireLock } from './lock.ts';
import { createInbox, type Mail } from './mail/index.ts';
import { createCognito } from './cognito/index.ts';
import { poolsOf } from './pools.ts';
import { createS3 } from './s3/index.ts';
import { startSchedules } from './schedules/index.ts';
import { startMappings } from './mappings.ts';
import { loadPlan } from './template/index.ts';
import type { FunctionPlan, Plan } from './template/plan.ts';

export interface LocalOptions {
  /** The synthesized assembly: a `cdk.out` folder. */
  readonly assembly: string;
  /** Where state lives on; absent, everything ends with the process. */
  readonly dir?: string;
  /** Of the site; 0 takes a free one. */
  readonly port?: number;
  log?(line: string): void;
  now?(): Date;
  /** Asked before each call to a service; absent, every signed call is allowed. */
  readonly authorize?: Authorize;
  /** Milliseconds before the retries of an asynchronous invocation. */
  readonly retryDelays?: readonly number[];
}

export interface LocalStack {
  /** The site, as a browser opens it. */
  readonly url: string;
  /** The one AWS endpoint. */
  readonly endpoint: string;
  readonly region: string;
  readonly plan: Plan;
  readonly operator: KeyPair;
  credentialsOf(functionName: string): KeyPair;
  invoke(functionName: string, event: unknown): Promise<unknown>;
  fire(scheduleName: string): string;
  inbox(): readonly Mail[];
  deadLetters(): readonly DeadLetter[];
  invocations(): readonly Invocation[];
  /** Streams are read to their end and asynchronous invocations are done. */
  idle(): Promise<void>;
  close(): Promise<void>;
}

const subfolder = (dir: string | undefined, name: string) => (dir === undefined ? {} : { dir: join(dir, name) });

async function startTables(plan: Plan, dir: string | undefined, log: (line: string) => void): Promise<Dynamo> {
  const dynamo = await startDynamo({ ...subfolder(dir, 'dynamodb'), log });
  for (const { attributes, keySchema, indexes, ...table } of plan.tables)
    await dynamo.createTable({
      ...table,
      attributes: [...attributes],
      keySchema: [...keySchema],
      indexes: indexes.map((index) => ({ ...index, keySchema: [...index.keySchema] })),
    });
  return dynamo;
}

function hostOf(
  plan: Plan,
  credentials: Credentials,
  endpoint: string,
  deadLetter: (letter: DeadLetter) => void,
  options: Resolved,
): Host {
  const environment = (one: FunctionPlan) =>
    environmentOf(one, { region: plan.region, endpoint, ...credentials.of(one) });
  const { dir, now, retryDelays } = options;
  return createHost({
    functions: plan.functions,
    environment,
    deadLetter,
    now,
    ...(dir !== undefined && { dir }),
    ...(retryDelays && { retryDelays }),
  });
}

type Resolved = LocalOptions & { log(line: string): void; now(): Date };

/** Brings up everything the template declares, on this machine; about half a second. */
export async function startLocal(given: LocalOptions): Promise<LocalStack> {
  const options: Resolved = { ...given, log: given.log ?? (() => undefined), now: given.now ?? (() => new Date()) };
  const { dir } = options;
  useUtc();
  if (dir !== undefined) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lock = dir === undefined ? undefined : acquireLock(dir);
  const undo: (() => unknown)[] = [() => lock?.release()];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    return await bringUp(options, undo, close);
  } catch (error) {
    await close();
    throw error;
  }
}

async function bringUp(options: Resolved, undo: (() => unknown)[], close: () => Promise<void>): Promise<LocalStack> {
  const { dir, log, now, authorize = () => undefined } = options;
  const plan = loadPlan(options.assembly);
  const server = createServer({ requestTimeout: 0 });
  const [endpoint, dynamo] = await Promise.all([openEndpoint(server, dir), startTables(plan, dir, log)]);
  undo.push(
    () => dynamo.close(),
    () => {
      server.close();
      server.closeAllConnections();
    },
  );
  const credentials = createCredentials(plan.functions, dir);
  const letters = createDeadLetters(dir);
  const host = hostOf(plan, credentials, endpoint, letters.add, options);
  undo.push(() => host.close());
  const inbox = createInbox({ ...subfolder(dir, 'mail'), now });
  const cognito = createCognito({
    pools: poolsOf(plan, credentials),
    ...subfolder(dir, 'cognito'),
    trigger: host.invoke,
    sendMail: inbox.deliver,
    now,
  });
  const s3 = createS3({
    buckets: plan.buckets,
    ...subfolder(dir, 's3'),
    secretOf: credentials.secretOf,
    onCreated: createBus(plan.rules, host),
    now,
    endpointHost: new URL(endpoint).host,
    region: plan.region,
    account: plan.account,
  });
  const proxy = createDynamoProxy(dynamo.endpoint);
  undo.push(
    () => cognito.close(),
    () => s3.close(),
    () => proxy.close(),
  );
  const gateway = createGateway({
    plan,
    now,
    run: host.run,
    keysOf: (issuer) => {
      const pool = plan.pools.find((one) => one.issuer === issuer);
      return pool && cognito.jwks(pool.id);
    },
  });
  server.on(
    'request',
    createEndpoint(
      { dynamo: proxy, s3, cognito, lambda: host, inbox, gateway: gateway.serve },
      { credentials, account: plan.account, authorize, now },
    ),
  );
  const mappings = await startMappings({
    plan,
    host,
    dynamoEndpoint: dynamo.endpoint,
    deadLetter: letters.add,
    now,
    log,
    ...(dir !== undefined && { dir }),
  });
  const schedules = startSchedules({ plan, host, now });
  undo.push(
    () => schedules.close(),
    () => mappings.close(),
  );
  const edge = await startEdge({
    plan,
    gateway,
    endpoint,
    port: options.port ?? 0,
    console: createConsole({ plan, endpoint, host, inbox, schedules, deadLetters: letters.list }),
  });
  undo.push(() => edge.close());
  if (dir !== undefined) {
    recordInstance(dir, { url: edge.url, endpoint, pid: process.pid });
    undo.push(() => forgetInstance(dir));
  }
  host.resume();

  const idle = async (): Promise<void> => {
    for (let before = -1; before !== host.begun();) {
      before = host.begun();
      await mappings.idle();
      await host.idle();
    }
  };
  return {
    url: edge.url,
    endpoint,
    region: plan.region,
    plan,
    operator: credentials.operator,
    credentialsOf: (name) => {
      const found = host.find(name);
      if (!found) throw new Error(`There is no function ${name} in the template.`);
      return credentials.of(found);
    },
    invoke: host.invoke,
    fire: schedules.fire,
    inbox: inbox.list,
    deadLetters: letters.list,
    invocations: host.invocations,
    idle,
    close,
  };
}
