import { randomUUID } from 'node:crypto';
import type { Host } from '#infra/local/lambda/host.ts';
import type { Plan } from '#infra/local/template/plan.ts';
import { isDue } from './expression.ts';

export interface ScheduleOptions {
  readonly plan: Plan;
  readonly host: Host;
  now: () => Date;
}

export interface ScheduleStatus {
  readonly name: string;
  readonly shortName: string;
  readonly expression: string;
  readonly enabled: boolean;
  readonly lastFired?: string;
}

export interface Schedules {
  list: () => ScheduleStatus[];
  /** Fires now, due or not; by name or short name. Returns the id of the invocation. */
  fire: (name: string) => string;
  /** Fires what is due in the minute that begins at `at`. */
  tick: (at: Date) => void;
  close: () => void;
}

interface Entry {
  readonly name: string;
  readonly shortName: string;
  readonly expression: string;
  readonly timezone: string;
  readonly enabled: boolean;
  readonly functionArn: string;
  readonly input: string;
}

/** Rules with a schedule, the older way, run like schedules. */
function entriesOf({ schedules, rules }: Plan): Entry[] {
  const timed = rules.flatMap(({ name, schedule, targets }) =>
    targets.flatMap(({ functionArn, input = '{}' }) =>
      schedule === undefined
        ? []
        : [
            {
              name,
              shortName: name.toLowerCase(),
              expression: schedule,
              timezone: 'UTC',
              enabled: true,
              functionArn,
              input,
            },
          ],
    ),
  );
  return [...schedules, ...timed];
}

/** Scheduler fills these words in the input of a target. */
const filledIn = (input: string, { name }: Entry, at: Date): string =>
  input
    .replaceAll('<aws.scheduler.schedule-arn>', name)
    .replaceAll('<aws.scheduler.scheduled-time>', at.toISOString())
    .replaceAll('<aws.scheduler.execution-id>', randomUUID())
    .replaceAll('<aws.scheduler.attempt-number>', '1');

const minute = 60_000;

export function startSchedules({ plan, host, now }: ScheduleOptions): Schedules {
  const entries = entriesOf(plan);
  const began = now();
  const lastFired = new Map<string, string>();
  // A mistake in an expression shows at the start, not at some minute of some day.
  for (const { expression, timezone } of entries) isDue(expression, timezone, began, began);

  const run = (entry: Entry, at: Date): string => {
    lastFired.set(entry.name, at.toISOString());
    return host.send(entry.functionArn, filledIn(entry.input, entry, at));
  };
  const tick = (at: Date): void => {
    for (const entry of entries)
      if (entry.enabled && isDue(entry.expression, entry.timezone, at, began)) run(entry, at);
  };

  let timer: NodeJS.Timeout;
  const waitForNextMinute = (): void => {
    timer = setTimeout(
      () => {
        tick(new Date(Math.floor(now().getTime() / minute) * minute));
        waitForNextMinute();
      },
      minute - (now().getTime() % minute),
    ).unref();
  };
  waitForNextMinute();

  return {
    list: () =>
      entries.map(({ name, shortName, expression, enabled }) => {
        const last = lastFired.get(name);
        return { name, shortName, expression, enabled, ...(last !== undefined && { lastFired: last }) };
      }),
    fire: (name) => {
      const entry = entries.find((one) => one.name === name || one.shortName === name.toLowerCase());
      if (entry) return run(entry, now());
      throw new Error(
        `There is no schedule ${name}. There are: ${entries.map(({ shortName }) => shortName).join(', ')}.`,
      );
    },
    tick,
    close: () => clearTimeout(timer),
  };
}
