import * as z from 'zod';
import type { ReadStretch } from '#functions/lib/aws/stream-records.ts';

/** What Lambda sends to an on-failure queue: where the changes are in the stream, never the changes themselves. */
const letterBody = z.object({
  DDBStreamBatchInfo: z.object({
    shardId: z.string(),
    startSequenceNumber: z.string(),
    endSequenceNumber: z.string(),
    streamArn: z.string(),
  }),
});

/** Something that was set aside, and how to take it off the pile once it is done with. */
export interface Letter {
  readonly body: unknown;
  readonly settle: () => Promise<void>;
}

export interface Replayed {
  /** Letters whose changes were all audited, exactly as they were made. */
  settled: number;
  /** Changes that were sent in again from the stream. */
  changes: number;
  /** Letters of which a change still cannot be audited. */
  failed: number;
  /** Letters whose changes have left the stream. */
  forgotten: number;
}

/** Whether all of these changes were audited. */
export type SendBatch = (changes: readonly object[]) => Promise<boolean>;

/** The first attempt waits for entries that may be on their way; the second makes up for what is missing. */
const ATTEMPTS = 3;

const ofRecord = { S: 'record' };
const isRecord = (image: Readonly<Record<string, object>> | undefined) =>
  image?.['entity'] !== undefined && (image['entity'] as { S?: string }).S === ofRecord.S;

/** The same that the mapping lets through: changes of records. */
const isAudited = ({
  dynamodb,
}: {
  dynamodb?: { NewImage?: Image | undefined; OldImage?: Image | undefined } | undefined;
}) => isRecord(dynamodb?.NewImage ?? dynamodb?.OldImage);
type Image = Readonly<Record<string, object>>;

const sentIn = async (changes: readonly object[], send: SendBatch): Promise<boolean> => {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) if (await send(changes)) return true;
  return false;
};

/**
 * Sends the very changes in again that letters tell of, through the function that audits them, as long as the stream
 * has them. Entries that are there are left, so that a letter may come twice. A letter stays where it is until all of
 * its changes are audited.
 */
export const replayLetters = async (
  letters: AsyncIterable<Letter>,
  read: ReadStretch,
  send: SendBatch,
): Promise<Replayed> => {
  const sum: Replayed = { settled: 0, changes: 0, failed: 0, forgotten: 0 };
  for await (const { body, settle } of letters) {
    const { shardId, startSequenceNumber, endSequenceNumber, streamArn } = letterBody.parse(body).DDBStreamBatchInfo;
    const found = await read({ streamArn, shardId, first: startSequenceNumber, last: endSequenceNumber });
    if (found === undefined) {
      sum.forgotten += 1;
      continue;
    }
    const changes = found.filter(isAudited);
    sum.changes += changes.length;
    if (changes.length > 0 && !(await sentIn(changes, send))) {
      sum.failed += 1;
      continue;
    }
    await settle();
    sum.settled += 1;
  }
  return sum;
};
