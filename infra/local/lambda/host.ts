import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { FunctionPlan } from '#infra/local/template/plan.ts';
import { createAcceptedEvents } from './accepted.ts';
import { createAsynchronous } from './asynchronous.ts';
import { startInstance, type Outcome } from './instance.ts';
import { createLogs, type Logs } from './logs.ts';
import { machineTime } from './moved-clock.ts';
import { createPool, type Pool } from './pool.ts';

export interface Invocation {
  readonly id: string;
  readonly functionName: string;
  readonly kind: 'request' | 'event';
  readonly at: string;
  readonly durationMs: number;
  readonly cold: boolean;
  readonly outcome: 'ok' | 'error' | 'timeout';
  readonly error?: string;
}

export interface DeadLetter {
  readonly at: string;
  /** The function that failed, or the queue a stream mapping names. */
  readonly source: string;
  readonly reason: string;
  readonly body: unknown;
}

export interface HostOptions {
  readonly functions: readonly FunctionPlan[];
  readonly dir?: string;
  environment: (plan: FunctionPlan) => Record<string, string>;
  deadLetter: (letter: DeadLetter) => void;
  now: () => Date;
  readonly retryDelays?: readonly number[];
}

/** The function answered with an error: what the caller of a synchronous invocation gets to see. */
export class FunctionFailure extends Error {
  readonly outcome: Outcome;

  constructor(functionName: string, outcome: Outcome) {
    super(`${functionName} failed: ${messageOf(outcome)}`);
    this.name = 'FunctionFailure';
    this.outcome = outcome;
  }
}

export interface Host {
  /** By name, ARN or short name. */
  find: (name: string) => FunctionPlan | undefined;
  /** Waits for the answer; a failure is part of the outcome. */
  run: (name: string, payload: string) => Promise<Outcome>;
  /** Waits for the answer; a failure is thrown. */
  invoke: (name: string, event: unknown) => Promise<unknown>;
  /** Accepts an event to be delivered later, with retries. */
  send: (name: string, payload: string) => string;
  invocations: () => readonly Invocation[];
  /** How many invocations have begun. */
  begun: () => number;
  readonly logs: Logs;
  resume: () => void;
  idle: () => Promise<void>;
  close: () => Promise<void>;
}

/** Invocations kept for the console. */
const remembered = 200;

function messageOf({ payload }: Outcome): string {
  const { errorType, errorMessage } = JSON.parse(payload) as { errorType?: string; errorMessage?: string };
  return `${errorType ?? 'Error'}: ${errorMessage ?? ''}`;
}

export function createHost(options: HostOptions): Host {
  const { functions, dir, now } = options;
  const logs = createLogs(dir && join(dir, 'logs'));
  const pools = new Map<string, Pool>();
  const recent: Invocation[] = [];
  let count = 0;
  const find = (name: string): FunctionPlan | undefined =>
    functions.find((plan) => plan.name === name || plan.arn === name || plan.shortName === name.toLowerCase());
  const found = (name: string): FunctionPlan => {
    const plan = find(name);
    if (!plan) throw new Error(`There is no function ${name} in the template.`);
    return plan;
  };

  const poolOf = (plan: FunctionPlan): Pool => {
    const known = pools.get(plan.name);
    if (known) return known;
    let sequence = 0;
    const pool = createPool(() => {
      sequence += 1;
      const stream = `[${sequence}]`;
      return startInstance(plan, options.environment(plan), (text) => logs.write(plan.shortName, stream, text));
    });
    pools.set(plan.name, pool);
    return pool;
  };

  const perform = async (
    plan: FunctionPlan,
    kind: Invocation['kind'],
    id: string,
    payload: string,
  ): Promise<Outcome> => {
    const at = now();
    count += 1;
    const began = performance.now();
    const result = await poolOf(plan).run({
      id,
      payload,
      context: contextFacts(plan, id),
      ahead: at.getTime() - machineTime(),
    });
    const error = result.error === undefined ? undefined : messageOf(result);
    const durationMs = Math.round(performance.now() - began);
    recent.unshift({
      id,
      functionName: plan.shortName,
      kind,
      at: at.toISOString(),
      durationMs,
      cold: result.cold,
      outcome: result.error === undefined ? 'ok' : result.error === 'Timeout' ? 'timeout' : 'error',
      ...(error !== undefined && { error }),
    });
    recent.splice(remembered);
    if (error !== undefined) logs.write(plan.shortName, id, error);
    return result;
  };

  const asynchronous = createAsynchronous({
    accepted: createAcceptedEvents(dir && join(dir, 'invocations')),
    retries: (name) => find(name)?.retries ?? 0,
    run: ({ functionName, id, payload }) => perform(found(functionName), 'event', id, payload),
    deadLetter: (event, outcome) =>
      options.deadLetter({
        at: now().toISOString(),
        source: find(event.functionName)?.shortName ?? event.functionName,
        reason: `${messageOf(outcome)} (${event.attempts} attempts)`,
        body: JSON.parse(event.payload),
      }),
    ...(options.retryDelays && { delays: options.retryDelays }),
  });

  return {
    find,
    logs,
    run: (name, payload) => perform(found(name), 'request', randomUUID(), payload),
    invoke: async (name, event) => {
      const outcome = await perform(found(name), 'request', randomUUID(), JSON.stringify(event));
      if (outcome.error !== undefined) throw new FunctionFailure(name, outcome);
      return JSON.parse(outcome.payload) as unknown;
    },
    send: (name, payload) => {
      const id = randomUUID();
      const { name: functionName } = found(name);
      asynchronous.accept({ id, functionName, payload, attempts: 0, acceptedAt: now().toISOString() });
      return id;
    },
    invocations: () => recent,
    begun: () => count,
    resume: () => asynchronous.resume(),
    idle: () => asynchronous.idle(),
    close: async () => {
      asynchronous.close();
      await Promise.all([...pools.values()].map((pool) => pool.close()));
    },
  };
}

const contextFacts = (plan: FunctionPlan, awsRequestId: string) => ({
  functionName: plan.name,
  functionVersion: '$LATEST',
  invokedFunctionArn: plan.arn,
  memoryLimitInMB: String(plan.memoryMb),
  awsRequestId,
  logGroupName: `/aws/lambda/${plan.name}`,
  logStreamName: 'local',
});
