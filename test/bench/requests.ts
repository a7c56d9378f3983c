import { fileURLToPath } from 'node:url';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import buildAssembly from '#test/support/assembly.ts';
import { make } from '#test/support/make.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import { claimsOf, eventOf } from './gateway-event.ts';
import { asking, AT_ONCE } from './at-once.ts';
import { growthOf } from './growth.ts';
import { operations, type Operation } from './operations.ts';
import { recorder, type Call } from './recorder.ts';
import { served, type Served } from './served.ts';
import type { Figure } from './table.ts';
import { taught } from './teach.ts';
import { unitsOfCalls, type Cost } from './units-of-calls.ts';

const RECORDS = 120;
const [WARM, ROUNDS, ROUND] = [2000, 8, 512];

const proofOf = async (stack: TestStack): Promise<string> => {
  const SecretId = stack.plan.functions.find(({ shortName }) => shortName === 'api')?.environment['ORIGIN_PROOF'];
  const at = { endpoint: stack.endpoint, region: stack.region, credentials: stack.credentialsOf('api') };
  return (await new SecretsManagerClient(at).send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';
};

/** What the last of as many requests as there are connections asked of the database; the first may do more, once. */
const callsOf = async (seen: Served, between: { take: () => readonly Call[] }, eventFor: (n: number) => object) => {
  for (let n = 0; n < AT_ONCE - 1; n++) await seen.ask(eventFor(n));
  between.take();
  const bytes = Buffer.byteLength(await seen.ask(eventFor(AT_ONCE - 1)));
  return { calls: between.take(), bytes };
};

/** Processor milliseconds for a request of each target, in turns: what the machine does besides falls on all alike. */
const measure = async (targets: readonly Served[], eventFor: (n: number) => object): Promise<number[]> => {
  const each = targets.map((target) => ({ target, ask: asking(target, eventFor, AT_ONCE), cpuMs: 0 }));
  for (const { ask } of each) await ask(WARM);
  for (let round = 0; round < ROUNDS; round++)
    for (const one of each) {
      const before = await one.target.used();
      await one.ask(ROUND);
      one.cpuMs += (await one.target.used()) - before;
    }
  return each.map(({ cpuMs }) => cpuMs / (ROUNDS * ROUND));
};

export interface MeasuredOperation {
  readonly operation: Operation;
  /** Processor milliseconds of a request; of the same calls by the bare SDK, and of the harness, where they were asked for. */
  readonly cpuMs: number;
  readonly bareMs?: number | undefined;
  readonly harnessMs?: number | undefined;
  /** Of its answer, as JSON. */
  readonly bytes: number;
  readonly cost: Cost;
}

const figuresOf = ({ operation, cpuMs, bareMs, harnessMs, cost }: MeasuredOperation): Figure[] => {
  const { name, budget } = operation;
  const figure = (what: string, measured: number, unit: string, most?: number): Figure => ({
    ...{ what: `${name}: ${what}`, measured, unit },
    ...(most !== undefined && { budget: { most } }),
  });
  return [
    figure('processor for a request', cpuMs, 'ms', budget.cpuMs),
    ...(bareMs === undefined || harnessMs === undefined
      ? []
      : [
          figure('the same calls by the bare SDK, that for the session too', bareMs, 'ms'),
          figure('the harness alone', harnessMs, 'ms'),
          figure('without the harness, times the bare SDK', (cpuMs - harnessMs) / (bareMs - harnessMs), '', 1.3),
          figure('of our own, over the bare SDK', (cpuMs - bareMs) * 1000, 'µs', budget.ownUs),
        ]),
    figure('calls to the database beside that for the session', cost.calls, '', budget.calls),
    figure('read units beside those for the session', cost.rcu, 'RCU', budget.rcu),
    ...(cost.wcu > 0 ? [figure('write units, indexes too', cost.wcu, 'WCU', budget.wcu)] : []),
  ];
};

/** The local system with some outfalls, and functions of it that are asked with events as the gateway makes them. */
const office = async () => {
  await buildAssembly();
  const stack = await startStack({ policies: 'ignored' });
  const between = await recorder(stack.endpoint);
  const script = fileURLToPath(new URL('bare-calls.ts', import.meta.url));
  const { database } = stack;
  const [api, admin, bare, harness, apiSeen, adminSeen] = await Promise.all([
    served(stack, 'api', { database }),
    served(stack, 'admin', { database }),
    served(stack, 'api', { database, script }),
    served(stack, 'api', { database, script }),
    served(stack, 'api', { database: between.endpoint }),
    served(stack, 'admin', { database: between.endpoint }),
  ]);
  const close = async () => {
    for (const each of [api, admin, bare, harness, apiSeen, adminSeen, between]) each.close();
    await stack.close();
  };
  const functions = { api: [api, apiSeen], admin: [admin, adminSeen] } as const;
  return { stack, between, functions, bare, harness, close };
};

const measureAll = async (
  { stack, between, functions, bare, harness }: Awaited<ReturnType<typeof office>>,
  { baselines, growth }: { baselines: boolean; growth: boolean },
): Promise<{ all: MeasuredOperation[]; grown: Figure[] }> => {
  const [proof, who] = await Promise.all([proofOf(stack), stack.as('admin')]);
  const ids: string[] = [];
  for (let n = 0; n < RECORDS; n++) ids.push((await make(who, 'outfall')).id);
  await stack.idle();
  const client = new DynamoDBClient({
    endpoint: stack.endpoint,
    region: stack.region,
    credentials: stack.operator,
  });
  const tenantId = claimsOf(who)['tenantId'] ?? '';
  const all: MeasuredOperation[] = [];
  for (const operation of operations(ids.slice(0, AT_ONCE))) {
    const [target, seen] = functions[operation.of];
    const event = (n: number) => eventOf(operation, n, who, proof);
    const { calls, bytes } = await callsOf(seen, between, event);
    const beside = baselines && operation.budget.cpuMs !== undefined ? [bare, harness] : [];
    if (beside.length > 0) await bare.ask({ teach: taught(calls, tenantId) });
    const [cpuMs = 0, bareMs, harnessMs] = await measure([target, ...beside], event);
    await stack.idle();
    all.push({ operation, cpuMs, bareMs, harnessMs, bytes, cost: await unitsOfCalls(client, calls) });
  }
  const event = (one: Operation, n: number) => eventOf(one, n, who, proof);
  return { all, grown: growth ? [await growthOf(functions.api[0], ids.slice(AT_ONCE), event)] : [] };
};

const measured = async (asked: { baselines: boolean; growth: boolean }) => {
  const there = await office();
  try {
    return await measureAll(there, asked);
  } finally {
    await there.close();
  }
};

/** Each operation with its processor, of the deployed bundles, and its calls and units of the database, which runs in another process. */
export const measuredOperations = async (): Promise<MeasuredOperation[]> =>
  (await measured({ baselines: false, growth: false })).all;

/** What a request costs, beside the bare SDK and the harness; with `full` also what many of them leave behind. */
export const requestBench = async (full: boolean): Promise<Figure[]> => {
  const { all, grown } = await measured({ baselines: true, growth: full });
  return [...all.flatMap(figuresOf), ...grown];
};
