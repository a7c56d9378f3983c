import { describe, expect, it } from 'vitest';
import { deliver, type DeliveryDependencies } from '#infra/local/streams/delivery.ts';
import { lambdaRecord, type LambdaRecord } from '#infra/local/streams/record.ts';

const second = 1_800_000_000;

const record = (number: number): LambdaRecord =>
  lambdaRecord(
    {
      eventName: 'INSERT',
      dynamodb: { SequenceNumber: String(number), ApproximateCreationDateTime: new Date(second * 1000) },
    },
    { arn: 'arn:stream', region: 'us-east-1' },
  );
const numberOf = ({ dynamodb }: LambdaRecord) => Number(dynamodb.SequenceNumber.slice(-6));
const batch = (size: number) => Array.from({ length: size }, (_, index) => record(index + 1));
const failuresOf = (...numbers: number[]) => ({
  batchItemFailures: numbers.map((number) => ({ itemIdentifier: record(number).dynamodb.SequenceNumber })),
});

const rules = { bisect: false, maxRetries: 2, reportBatchItemFailures: true };

/** Delivers 1..size to a function and keeps what was called, given up and settled, as record numbers. */
async function delivered(
  size: number,
  handle: (numbers: number[]) => unknown,
  change: Partial<typeof rules & { maxAgeSeconds: number }> = {},
  age = 0,
) {
  const seen = {
    calls: [] as number[][],
    givenUp: [] as { numbers: number[]; condition: string; invocations: number }[],
    settled: 0,
  };
  const on: DeliveryDependencies = {
    invoke: (records) => {
      const numbers = records.map(numberOf);
      seen.calls.push(numbers);
      return new Promise((resolve) => resolve(handle(numbers)));
    },
    discard: (records, { condition, invocations }) => {
      seen.givenUp.push({ numbers: records.map(numberOf), condition, invocations });
      return Promise.resolve();
    },
    settled: (records) => (seen.settled = Math.max(...records.map(numberOf))),
    pause: () => Promise.resolve(),
    now: () => new Date((second + age) * 1000),
    log: () => undefined,
  };
  await deliver(batch(size), { ...rules, ...change }, on);
  return seen;
}

const refuse = (poison: number) => (numbers: number[]) => {
  if (numbers.includes(poison)) throw new Error(`cannot read ${poison}`);
};

describe('a batch that fails in part', () => {
  it('is taken up again at the lowest record reported', async () => {
    let failing = true;
    const { calls, givenUp, settled } = await delivered(5, () => {
      if (!failing) return { batchItemFailures: [] };
      failing = false;
      return failuresOf(4, 3);
    });
    expect(calls).toEqual([
      [1, 2, 3, 4, 5],
      [3, 4, 5],
    ]);
    expect(givenUp).toEqual([]);
    expect(settled).toBe(5);
  });

  it.each([
    ['null', null],
    ['nothing', undefined],
    ['an empty list', { batchItemFailures: [] }],
    ['an empty object', {}],
    ['a null list', { batchItemFailures: null }],
  ])('counts as handled when the answer is %s', async (_name, answer) => {
    expect((await delivered(2, () => answer)).calls).toHaveLength(1);
  });

  it.each([
    ['an unknown record', { batchItemFailures: [{ itemIdentifier: 'nobody' }] }],
    ['an empty name', { batchItemFailures: [{ itemIdentifier: '' }] }],
    ['no name', { batchItemFailures: [{}] }],
  ])('is delivered whole again when the answer names %s', async (_name, answer) => {
    const { calls } = await delivered(2, () => answer, { maxRetries: 1 });
    expect(calls).toEqual([
      [1, 2],
      [1, 2],
    ]);
  });

  it('is a success when the mapping does not ask for reports', async () => {
    const { calls, settled } = await delivered(2, () => failuresOf(1), { reportBatchItemFailures: false });
    expect(calls).toHaveLength(1);
    expect(settled).toBe(2);
  });
});

describe('a batch that always fails', () => {
  it('is tried once and then as often as retries are allowed, and given up whole', async () => {
    const { calls, givenUp, settled } = await delivered(3, refuse(2));
    expect(calls).toHaveLength(3);
    expect(givenUp).toEqual([{ numbers: [1, 2, 3], condition: 'RetryAttemptsExhausted', invocations: 3 }]);
    expect(settled).toBe(3);
  });

  it('is given up by age before its retries are used', async () => {
    const { calls, givenUp } = await delivered(2, refuse(1), { maxRetries: -1, maxAgeSeconds: 60 }, 61);
    expect(calls).toHaveLength(1);
    expect(givenUp).toEqual([{ numbers: [1, 2], condition: 'RecordAgeExceeded', invocations: 1 }]);
  });

  it('is retried without end where no limit is set', async () => {
    let left = 50;
    const { calls, givenUp } = await delivered(
      1,
      () => {
        if (left-- > 0) throw new Error('not yet');
      },
      { maxRetries: -1 },
    );
    expect(calls).toHaveLength(51);
    expect(givenUp).toEqual([]);
  });
});

describe('bisecting', () => {
  it('isolates the one record at fault, gives it all its attempts, and handles every other in order', async () => {
    const handled: number[] = [];
    const { calls, givenUp, settled } = await delivered(
      100,
      (numbers) => {
        refuse(37)(numbers);
        handled.push(...numbers);
      },
      { bisect: true },
    );
    expect(givenUp).toEqual([{ numbers: [37], condition: 'RetryAttemptsExhausted', invocations: 3 }]);
    expect(handled).toEqual(Array.from({ length: 100 }, (_, index) => index + 1).filter((number) => number !== 37));
    expect(calls.filter((numbers) => numbers.length === 1 && numbers[0] === 37)).toHaveLength(3);
    expect(settled).toBe(100);
  });

  it('isolates a record that the function reports instead of throwing', async () => {
    const { givenUp } = await delivered(10, (numbers) => (numbers.includes(4) ? failuresOf(4) : undefined), {
      bisect: true,
    });
    expect(givenUp.map(({ numbers }) => numbers)).toEqual([[4]]);
  });

  it('gives up each record alone when all fail', async () => {
    const { givenUp } = await delivered(4, () => failuresOf(), { bisect: true });
    expect(givenUp).toEqual([]);
    const all = await delivered(4, refuseAll, { bisect: true, maxRetries: 0 });
    expect(all.givenUp.map(({ numbers }) => numbers)).toEqual([[1], [2], [3], [4]]);
  });
});

function refuseAll(): never {
  throw new Error('nothing works');
}
