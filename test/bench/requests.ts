import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { decodeJwt } from './token.ts';
import buildAssembly from '#test/support/assembly.ts';
import { make } from '#test/support/make.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { operations, type Operation } from './operations.ts';
import { recorder } from './recorder.ts';
import { served, type Served } from './served.ts';
import type { Figure } from './table.ts';
import { unitsOfCalls, type Cost } from './units-of-calls.ts';

const RECORDS = 120;
const [WARM, SMALL, LARGE] = [100, 300, 3000];

/** The event of a request of somebody who is signed in, as the gateway makes it once CloudFront let it through. */
const eventOf = (operation: Operation, n: number, who: Visitor, proof: string) => {
  const [path = '', query = ''] = operation.path().split('?');
  const body = operation.body?.(n);
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: query,
    headers: {
      ...{ 'x-origin-proof': proof, 'x-viewer-host': new URL(who.origin).host, origin: who.origin },
      ...operation.headers?.(n),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(query !== '' && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      requestId: 'JKJaXmPLvHcESHA=',
      http: { method: operation.method, path, sourceIp: '127.0.0.1', userAgent: 'bench' },
      authorizer: { jwt: { claims: decodeJwt(/__Host-access=([^;]+)/.exec(who.cookie)?.[1] ?? '') } },
    },
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
};

const proofOf = async (stack: TestStack): Promise<string> => {
  const SecretId = stack.plan.functions.find(({ shortName }) => shortName === 'api')?.environment['ORIGIN_PROOF'];
  const at = { endpoint: stack.endpoint, region: stack.region, credentials: stack.credentialsOf('api') };
  return (await new SecretsManagerClient(at).send(new GetSecretValueCommand({ SecretId }))).SecretString ?? '';
};

interface Measured {
  readonly cpuMs: number;
  readonly grownMB: number;
}

const measure = async (target: Served, times: number, ask: (n: number) => Promise<unknown>): Promise<Measured> => {
  for (let n = 0; n < WARM; n++) await ask(n);
  const before = await target.used();
  for (let n = WARM; n < WARM + times; n++) await ask(n);
  const after = await target.used();
  const grownMB = (after.memory - before.memory) / 1024 / 1024;
  return { cpuMs: (after.cpuMs - before.cpuMs) / times, grownMB };
};

export interface MeasuredOperation {
  readonly operation: Operation;
  readonly cpuMs: number;
  /** Of its answer, as JSON. */
  readonly bytes: number;
  readonly cost: Cost;
}

const figuresOf = ({ operation: { name, budget }, cpuMs, cost }: MeasuredOperation): Figure[] => {
  const figure = (what: string, measured: number, unit: string, most?: number): Figure => ({
    ...{ what: `${name}: ${what}`, measured, unit },
    ...(most !== undefined && { budget: { most } }),
  });
  return [
    figure('processor for a request', cpuMs, 'ms', budget.cpuMs),
    figure('calls to the database beside that for the session', cost.calls, '', budget.calls),
    figure('read units beside those for the session', cost.rcu, 'RCU', budget.rcu),
    ...(cost.wcu > 0 ? [figure('write units, indexes too', cost.wcu, 'WCU', budget.wcu)] : []),
  ];
};

/** Each operation with its processor, of the deployed bundles, and its calls and units of the database, which runs in another process. */
export const measuredOperations = async (full: boolean): Promise<MeasuredOperation[]> => {
  await buildAssembly();
  const stack = await startStack({ policies: 'ignored' });
  const between = await recorder(stack.endpoint);
  const [api, admin] = await Promise.all([
    served(stack, 'api', between.endpoint),
    served(stack, 'admin', between.endpoint),
  ]);
  const functions = { api, admin };
  try {
    const [proof, who] = await Promise.all([proofOf(stack), stack.as('admin')]);
    for (let n = 1; n < RECORDS; n++) await make(who, 'outfall');
    const { id } = await make(who, 'outfall');
    await stack.idle();
    const all: MeasuredOperation[] = [];
    const database = new DynamoDBClient({
      endpoint: stack.endpoint,
      region: stack.region,
      credentials: stack.operator,
    });
    for (const operation of operations(id)) {
      const target = functions[operation.of];
      const ask = (n: number) => target.ask(eventOf(operation, n, who, proof));
      const { cpuMs } = await measure(target, full ? LARGE : SMALL, ask);
      await stack.idle();
      between.take();
      const bytes = Buffer.byteLength(JSON.stringify(await ask(WARM + (full ? LARGE : SMALL))));
      all.push({ operation, cpuMs, bytes, cost: await unitsOfCalls(database, between.take()) });
    }
    return all;
  } finally {
    for (const each of [api, admin, between]) each.close();
    await stack.close();
  }
};

/** What a request costs. */
export const requestBench = async (full: boolean): Promise<Figure[]> =>
  (await measuredOperations(full)).flatMap(figuresOf);
