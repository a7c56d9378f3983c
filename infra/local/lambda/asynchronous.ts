import type { AcceptedEvent, AcceptedEvents } from './accepted.ts';
import type { Outcome } from './instance.ts';

export interface AsynchronousOptions {
  readonly accepted: AcceptedEvents;
  /** Retries after the first failure, by function name. */
  retries: (functionName: string) => number;
  run: (event: AcceptedEvent) => Promise<Outcome>;
  deadLetter: (event: AcceptedEvent, outcome: Outcome) => void;
  /** Milliseconds before each retry. Lambda waits one and two minutes; here a person is waiting. */
  readonly delays?: readonly number[];
}

export interface Asynchronous {
  /** Returns once the event is on disk. */
  accept: (event: AcceptedEvent) => void;
  /** Takes up what an earlier process left. */
  resume: () => void;
  idle: () => Promise<void>;
  close: () => void;
}

/** Of the three threads of a function one stays free for requests somebody waits for. */
const atOnce = 2;

export function createAsynchronous(options: AsynchronousOptions): Asynchronous {
  const { accepted, delays = [1_000, 2_000] } = options;
  const pending = new Set<string>();
  const queues = new Map<string, AcceptedEvent[]>();
  const running = new Map<string, number>();
  const timers = new Set<NodeJS.Timeout>();
  let waiting: (() => void)[] = [];
  let closed = false;

  const finish = (event: AcceptedEvent): void => {
    accepted.done(event.id);
    pending.delete(event.id);
    if (pending.size > 0) return;
    for (const resolve of waiting) resolve();
    waiting = [];
  };

  const retryLater = (event: AcceptedEvent): void => {
    accepted.keep(event);
    const timer = setTimeout(
      () => {
        timers.delete(timer);
        enqueue(event);
      },
      delays[event.attempts - 1] ?? delays.at(-1) ?? 0,
    );
    timers.add(timer);
  };

  const attempt = async (event: AcceptedEvent): Promise<void> => {
    const outcome = await options.run(event);
    if (closed) return;
    if (outcome.error === undefined) {
      finish(event);
      return;
    }
    const attempts = event.attempts + 1;
    if (attempts <= options.retries(event.functionName)) {
      retryLater({ ...event, attempts });
      return;
    }
    options.deadLetter({ ...event, attempts }, outcome);
    finish(event);
  };

  const drain = (functionName: string): void => {
    const queue = queues.get(functionName) ?? [];
    while (!closed && queue.length > 0 && (running.get(functionName) ?? 0) < atOnce) {
      const event = queue.shift();
      if (!event) return;
      running.set(functionName, (running.get(functionName) ?? 0) + 1);
      void attempt(event).finally(() => {
        running.set(functionName, (running.get(functionName) ?? 1) - 1);
        drain(functionName);
      });
    }
  };

  const enqueue = (event: AcceptedEvent): void => {
    const queue = queues.get(event.functionName) ?? [];
    queue.push(event);
    queues.set(event.functionName, queue);
    drain(event.functionName);
  };

  return {
    accept: (event) => {
      accepted.keep(event);
      pending.add(event.id);
      enqueue(event);
    },
    resume: () => {
      for (const event of accepted.left()) {
        pending.add(event.id);
        enqueue(event);
      }
    },
    idle: () => (pending.size === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
    close: () => {
      closed = true;
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
