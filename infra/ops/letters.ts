import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Letter } from '#functions/lib/usecases/replay-letters.ts';

/** Long enough to work through a batch before the queue hands it out again. */
const HIDDEN_SECONDS = 120;
const WAIT_SECONDS = 2;

/** Each letter of a queue once. One that is not settled shows up there again by itself. */
export async function* queueLetters(sqs: SQSClient, QueueUrl: string): AsyncGenerator<Letter> {
  const seen = new Set<string>();
  for (;;) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 1,
        VisibilityTimeout: HIDDEN_SECONDS,
        WaitTimeSeconds: WAIT_SECONDS,
      }),
    );
    const [message] = Messages;
    if (message?.MessageId === undefined || seen.has(message.MessageId)) return;
    seen.add(message.MessageId);
    yield {
      body: JSON.parse(message.Body ?? '') as unknown,
      settle: async () => {
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle: message.ReceiptHandle }));
      },
    };
  }
}

const line = z.object({ source: z.string(), body: z.looseObject({ DDBStreamBatchInfo: z.unknown().optional() }) });

/** Those that the local system lists on its console, where they stay. */
export async function* localLetters(folder: string): AsyncGenerator<Letter> {
  const file = join(folder, 'dead-letters.jsonl');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  for (const text of lines.filter((one) => one.endsWith('}'))) {
    const { body } = line.parse(JSON.parse(text));
    if (body.DDBStreamBatchInfo !== undefined) yield await Promise.resolve({ body, settle: () => Promise.resolve() });
  }
}
