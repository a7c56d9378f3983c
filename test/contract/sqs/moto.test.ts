import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { beforeEach, describe, expect, it } from 'vitest';
import { queueLetters } from '#infra/ops/letters.ts';
import type { Letter } from '#functions/lib/usecases/replay-letters.ts';

/** Where a moto server listens, when someone started one. The local system lists what was set aside and has no queue. */
const endpoint = process.env['MOTO_ENDPOINT'];
const HIDDEN_SECONDS = 1;

if (endpoint === undefined) describe.skip('moto (set MOTO_ENDPOINT to run)', () => undefined);
else
  describe('the queue of what was set aside, at moto', () => {
    const sqs = new SQSClient({
      endpoint,
      region: 'us-east-1',
      credentials: { accessKeyId: 'testing', secretAccessKey: 'testing' },
    });
    let QueueUrl: string;

    beforeEach(async () => {
      const made = await sqs.send(new CreateQueueCommand({ QueueName: `set-aside-${Date.now()}` }));
      QueueUrl = made.QueueUrl ?? '';
      for (const n of [1, 2, 3])
        await sqs.send(new SendMessageCommand({ QueueUrl, MessageBody: JSON.stringify({ n }) }));
    });

    const waiting = async () => {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({
          QueueUrl,
          AttributeNames: ['ApproximateNumberOfMessages', 'ApproximateNumberOfMessagesNotVisible'],
        }),
      );
      return Object.values(Attributes ?? {}).reduce((sum, n) => sum + Number(n), 0);
    };
    const read = async (hidden: number, each: (letter: Letter, n: unknown) => Promise<void>) => {
      const met: unknown[] = [];
      for await (const letter of queueLetters(sqs, QueueUrl, hidden)) {
        const { n } = letter.body as { n: unknown };
        met.push(n);
        await each(letter, n);
      }
      return met.sort();
    };

    it('is emptied of the letters that are settled', async () => {
      expect(await read(60, ({ settle }) => settle())).toEqual([1, 2, 3]);
      expect(await waiting()).toBe(0);
    });

    it('keeps a letter that was not settled, for the next run', async () => {
      await read(HIDDEN_SECONDS, ({ settle }, n) => (n === 2 ? Promise.resolve() : settle()));
      expect(await waiting()).toBe(1);
      await new Promise((resolve) => setTimeout(resolve, HIDDEN_SECONDS * 1100));
      expect(await read(60, ({ settle }) => settle())).toEqual([2]);
      expect(await waiting()).toBe(0);
    });

    it('hands out every letter, once, though the first shows up again before the last was read', async () => {
      const slowly = () => new Promise<void>((resolve) => setTimeout(resolve, HIDDEN_SECONDS * 1100));
      expect(await read(HIDDEN_SECONDS, slowly)).toEqual([1, 2, 3]);
      expect(await waiting()).toBe(3);
    });
  });
