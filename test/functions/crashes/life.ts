import type { Context } from 'aws-lambda';
import fc from 'fast-check';
import { v7 } from 'uuid';
import type { Bucket } from '#functions/lib/aws/objects.ts';
import type { Table } from '#functions/lib/store/index.ts';

/** How one invocation of a worker goes wrong. */
export type Fate =
  /** It is gone at its n-th call to the database or to S3, before that took effect or before the answer came. */
  | { readonly dies: number; readonly when: 'before' | 'after' }
  /** The answer to its n-th call gets lost on the way, so that the SDK sends it once more. */
  | { readonly loses: number }
  /** Its time is up when it asks for the n-th time. */
  | { readonly handsOver: number };

/** Of a worker that makes so many calls, and asks for the time so often. */
export const fateOf = ({ calls, asks }: { readonly calls: number; readonly asks: number }): fc.Arbitrary<Fate> => {
  const call = fc.noBias(fc.integer({ min: 1, max: calls }));
  return fc.oneof(
    { weight: 3, arbitrary: fc.record({ dies: call, when: fc.constantFrom('before', 'after') }) },
    { weight: 1, arbitrary: fc.record({ loses: call }) },
    ...(asks === 0
      ? []
      : [{ weight: 1, arbitrary: fc.record({ handsOver: fc.noBias(fc.integer({ min: 1, max: asks })) }) }]),
  );
};

export class Died extends Error {
  constructor() {
    super('The worker is gone.');
  }
}

export interface Call {
  readonly commandName: string;
  readonly input: unknown;
}

interface Args {
  readonly input: Record<string, unknown>;
}
type Next = (args: Args) => Promise<unknown>;
/** The steps of a client's calls, as the clients of DynamoDB and of S3 both have them; their own types name the calls of each. */
interface Steps {
  readonly add: (step: never, how: { name: string; step: 'initialize' | 'finalizeRequest'; priority: string }) => void;
}

/** DynamoDB ends a page where it likes. With this it does after a few items, so that few records are several pages. */
export const FEW = 5;

/** One invocation: all its clients are gone in the moment in which it dies, whatever it still has under way. */
export class Life {
  readonly #fate: Fate | undefined;
  readonly #see: (call: Call) => void;
  readonly #page: number | undefined;
  readonly #underWay = new Set<Promise<unknown>>();
  #isOver = false;
  #lost = false;
  calls = 0;
  asks = 0;

  constructor(fate?: Fate, see: (call: Call) => void = () => undefined, page?: number) {
    this.#fate = fate;
    this.#see = see;
    this.#page = page;
  }

  get isOver(): boolean {
    return this.#isOver;
  }

  /** Made for this invocation alone: what a dead one began must not come through the client of the next. */
  table({ name, document }: Table): Table {
    this.#watch(document.middlewareStack as unknown as Steps);
    return { name, document };
  }

  bucket({ name, of }: Bucket, tenantId: string, partBytes?: number): Bucket {
    const s3 = of(tenantId);
    this.#watch(s3.middlewareStack as unknown as Steps);
    return { name, of: () => s3, partBytes };
  }

  context(): Context {
    const late = () => {
      this.asks += 1;
      return this.#fate !== undefined && 'handsOver' in this.#fate && this.asks >= this.#fate.handsOver;
    };
    return { awsRequestId: v7(), getRemainingTimeInMillis: () => (late() ? 0 : 900_000) } as Context;
  }

  /** What was on its way to AWS when the worker died has arrived there. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.allSettled(this.#underWay);
  }

  #watch(steps: Steps): void {
    const watched =
      (next: Next, { commandName }: Pick<Call, 'commandName'>) =>
      (args: Args) => {
        const call = this.#call(next, commandName, args).finally(() => this.#underWay.delete(call));
        this.#underWay.add(call);
        return call;
      };
    const losing = (next: Next, _context: unknown) => (args: Args) => this.#losing(next, args);
    steps.add(watched as never, { name: 'life', step: 'initialize', priority: 'high' });
    // Within the SDK's retries.
    steps.add(losing as never, { name: 'loss', step: 'finalizeRequest', priority: 'low' });
  }

  async #call(next: Next, commandName: string, args: Args): Promise<unknown> {
    this.#assertAlive();
    const n = (this.calls += 1);
    const fate = this.#fate;
    if (fate && 'dies' in fate && fate.dies === n && fate.when === 'before') this.#die();
    if (fate && 'loses' in fate && fate.loses === n) this.#lost = true;
    const { input } = args;
    this.#see({ commandName, input });
    const answer = await next(commandName === 'QueryCommand' ? this.#paged(args) : args);
    if (fate && 'dies' in fate && fate.dies === n) this.#die();
    this.#assertAlive();
    return answer;
  }

  #paged(args: Args): Args {
    if (this.#page === undefined) return args;
    const { Limit = this.#page } = args.input;
    return { ...args, input: { ...args.input, Limit: Math.min(this.#page, Number(Limit)) } };
  }

  async #losing(next: Next, args: Args): Promise<unknown> {
    const lost = this.#lost;
    this.#lost = false;
    const answer = await next(args);
    if (lost) throw Object.assign(new Error('The answer got lost.'), { code: 'ECONNRESET' });
    return answer;
  }

  #die(): never {
    this.#isOver = true;
    throw new Died();
  }

  #assertAlive(): void {
    if (this.#isOver) throw new Died();
  }
}
