import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import * as z from 'zod';
import type { Letter } from '#functions/lib/usecases/replay-letters.ts';

/** Long enough to work through a batch before the queue hands it out again. */
const HIDDEN_SECONDS = 120;
const WAIT_SECONDS = 2;

/**
 * Each letter of a queue once, until the queue has none to hand out. One that is not settled shows up there again by
 * itself, after it was hidden for as many seconds as given: even while those behind it are still being worked through.
 */
export async function* queueLetters(
  sqs: SQSClient,
  QueueUrl: string,
  hiddenSeconds: number = HIDDEN_SECONDS,
): AsyncGenerator<Letter> {
  const seen = new Set<string>();
  /** Letters met again since the last new one: once each of them was, there is none. */
  let again = 0;
  while (again <= seen.size) {
    const { Messages = [] } = await sqs.send(
      new ReceiveMessageCommand({
        QueueUrl,
        MaxNumberOfMessages: 1,
        VisibilityTimeout: hiddenSeconds,
        WaitTimeSeconds: WAIT_SECONDS,
      }),
    );
    const [message] = Messages;
    if (message?.MessageId === undefined) return;
    if (seen.has(message.MessageId)) {
      again += 1;
      continue;
    }
    seen.add(message.MessageId);
    again = 0;
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
