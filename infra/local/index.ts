import { mkdirSync } from 'node:fs';
import type { Authenticator } from './cognito/index.ts';
import { createConsole } from './console/index.ts';
import { createDeadLetters } from './dead-letters.ts';
import { startEdge } from './edge/index.ts';
import { createCredentials, type KeyPair } from './endpoint/credentials.ts';
import { useUtc } from './env.ts';
import { createIam, type Denial, type Grant } from './iam/index.ts';
import { forgetInstance, recordInstance } from './instance.ts';
import type { DeadLetter, Invocation } from './lambda/host.ts';
import { acquireLock } from './lock.ts';
import type { Mail } from './mail/index.ts';
import { startMappings } from './mappings.ts';
import { startSchedules } from './schedules/index.ts';
import { startServices, type Surroundings } from './services.ts';
import { loadPlan } from './template/index.ts';
import type { Plan } from './template/plan.ts';

export interface LocalOptions {
  /** The synthesized assembly: a `cdk.out` folder. */
  readonly assembly: string;
  /** Where state lives on; absent, everything ends with the process. */
  readonly dir?: string;
  /** Of the site; absent or 0, a free one. */
  readonly port?: number;
  readonly log?: (line: string) => void;
  readonly now?: () => Date;
  /** `ignored` lets every signed call through, to measure what asking the template's policies costs. */
  readonly policies?: 'enforced' | 'ignored';
  /** Milliseconds before the retries of an asynchronous invocation. */
  readonly retryDelays?: readonly number[];
  /** Bytes of the smallest part that S3 takes of a file in parts, for tests with many parts of few bytes. */
  readonly smallestPart?: number;
}

export interface LocalStack {
  /** The site, as a browser opens it. */
  readonly url: string;
  /** The one AWS endpoint. */
  readonly endpoint: string;
  /** The database's own address, where nobody asks who calls: for measurements. */
  readonly database: string;
  readonly region: string;
  readonly plan: Plan;
  /** The person at this machine: console, demo data, tests. */
  readonly operator: KeyPair;
  readonly credentialsOf: (functionName: string) => KeyPair;
  readonly invoke: (functionName: string, event: unknown) => Promise<unknown>;
  readonly fire: (scheduleName: string) => string;
  readonly inbox: () => readonly Mail[];
  /** What people's authenticator apps hold, in place of the apps. */
  readonly authenticators: () => readonly Authenticator[];
  readonly deadLetters: () => readonly DeadLetter[];
  readonly invocations: () => readonly Invocation[];
  /** The last lines that a function wrote. */
  readonly logs: (functionName: string) => readonly string[];
  /** Calls that the template's policies refused, newest last. */
  readonly denials: () => readonly Denial[];
  /** The grants of the template that calls have made use of so far. */
  readonly usedPermissions: () => readonly Grant[];
  /** Resolves when the streams are read to their end and no asynchronous invocation is left. */
  readonly idle: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Brings up everything the template declares, on this machine. */
export async function startLocal(options: LocalOptions): Promise<LocalStack> {
  const { dir } = options;
  useUtc();
  if (dir !== undefined) mkdirSync(dir, { recursive: true, mode: 0o700 });
  const lock = dir === undefined ? undefined : acquireLock(dir);
  const undo: (() => unknown)[] = [() => lock?.release()];
  const close = async (): Promise<void> => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  try {
    const plan = loadPlan(options.assembly);
    const now = options.now ?? (() => new Date());
    const log = options.log ?? (() => undefined);
    const credentials = createCredentials(plan.functions, dir, now);
    const around: Surroundings = {
      plan,
      dir,
      undo,
      credentials,
      letters: createDeadLetters(dir),
      iam: createIam({ plan, credentials, now, log }),
      enforced: options.policies !== 'ignored',
      retryDelays: options.retryDelays,
      smallestPart: options.smallestPart,
      now,
      log,
    };
    return { ...(await bringUp(around, options.port ?? 0)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function bringUp(around: Surroundings, port: number): Promise<Omit<LocalStack, 'close'>> {
  const { plan, dir, undo, credentials, letters, iam, now, log } = around;
  const { endpoint, dynamo, host, inbox, gateway, secrets, authenticators } = await startServices(around);
  const schedules = startSchedules({ plan, host, now });
  undo.push(() => {
    schedules.close();
  });
  const console = createConsole({
    plan,
    endpoint,
    host,
    inbox,
    schedules,
    deadLetters: letters.list,
    denials: iam.denials,
    authenticators,
    now,
  });
  const edge = await startEdge({ plan, gateway, endpoint, port, console, revealed: secrets.revealed });
  undo.push(() => edge.close());
  // After the edge: what a change sets off may have to know the address of the site.
  const mappings = await startMappings({
    plan,
    host,
    dynamoEndpoint: dynamo.endpoint,
    deadLetter: letters.add,
    dir,
    now,
    log,
  });
  undo.push(() => mappings.close());
  if (dir !== undefined) {
    recordInstance(dir, { url: edge.url, endpoint, pid: process.pid });
    undo.push(() => {
      forgetInstance(dir);
    });
  }
  host.resume();
  return {
    url: edge.url,
    endpoint,
    database: dynamo.endpoint,
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
    authenticators,
    deadLetters: letters.list,
    invocations: host.invocations,
    logs: host.logs.of,
    denials: iam.denials,
    usedPermissions: iam.used,
    // A stream feeds functions, which may send events, which may write records: only a round without news is the end.
    idle: async () => {
      for (let before = -1; before !== host.begun();) {
        before = host.begun();
        // In this order: what a function that was begun before wrote last is still to be read.
        await host.idle();
        await mappings.idle();
      }
    },
  };
}
