import {
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  type _Record as StreamRecord,
  type DynamoDBStreamsClientConfig,
} from '@aws-sdk/client-dynamodb-streams';

/** A stretch of a shard, both ends included. */
export interface Stretch {
  readonly streamArn: string;
  readonly shardId: string;
  readonly first: string;
  readonly last: string;
}

/** Undefined when the stream no longer has the first record: it forgets after 24 hours. */
export type ReadStretch = (stretch: Stretch) => Promise<readonly StreamRecord[] | undefined>;

const FORGOTTEN = ['TrimmedDataAccessException', 'ResourceNotFoundException', 'ExpiredIteratorException'];
/** Empty answers in a row after which a shard has nothing more to tell. */
const MOST_EMPTY = 5;

const sequenceOf = ({ dynamodb }: StreamRecord) => BigInt(dynamodb?.SequenceNumber ?? 0);

export const streamAt = (config: DynamoDBStreamsClientConfig): ReadStretch => {
  const client = new DynamoDBStreamsClient({ maxAttempts: 3, ...config });
  const all = async ({ streamArn, shardId, first, last }: Stretch): Promise<StreamRecord[]> => {
    const found: StreamRecord[] = [];
    const at = { ShardIteratorType: 'AT_SEQUENCE_NUMBER', SequenceNumber: first } as const;
    let { ShardIterator: iterator } = await client.send(
      new GetShardIteratorCommand({ StreamArn: streamArn, ShardId: shardId, ...at }),
    );
    for (let empty = 0; iterator !== undefined && empty < MOST_EMPTY;) {
      const page: { Records?: StreamRecord[] | undefined; NextShardIterator?: string | undefined } = await client.send(
        new GetRecordsCommand({ ShardIterator: iterator }),
      );
      const records = page.Records ?? [];
      found.push(...records.filter((one) => sequenceOf(one) <= BigInt(last)));
      if (records.some((one) => sequenceOf(one) >= BigInt(last))) break;
      empty = records.length === 0 ? empty + 1 : 0;
      iterator = page.NextShardIterator;
    }
    return found;
  };
  return async (stretch) => {
    try {
      const found = await all(stretch);
      const [begin] = found;
      return begin !== undefined && sequenceOf(begin) === BigInt(stretch.first) ? found : undefined;
    } catch (error) {
      if (error instanceof Error && FORGOTTEN.includes(error.name)) return undefined;
      throw error;
    }
  };
};
