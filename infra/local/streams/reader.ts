import { DynamoDBClient, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
  ResourceNotFoundException,
  TrimmedDataAccessException,
  type _Record as StoredRecord,
} from '@aws-sdk/client-dynamodb-streams';
import type { Position } from './checkpoint.ts';

export interface Page {
  shardId: string;
  records: StoredRecord[];
}

export interface StreamReader {
  streamArn: string;
  /** Older records belong to a former table of the same name. */
  createdAt: Date;
  /** Takes up reading behind a position, or at the oldest record there is. */
  seek(position: Position | undefined): Promise<void>;
  /** The next records; none when there are no newer ones yet. A failed read is repeated by the next one. */
  next(limit: number): Promise<Page>;
  /** Whether the record a checkpoint names is there: in a database that was set back, its number means another. */
  holds(position: Position): Promise<boolean>;
  close(): void;
}

const sequenceOf = (record: StoredRecord | undefined) => record?.dynamodb?.SequenceNumber;

async function streamOf(endpoint: string, tableName: string): Promise<string> {
  const client = new DynamoDBClient(access(endpoint));
  try {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: tableName }));
    if (table?.LatestStreamArn === undefined)
      throw new Error(`The table ${tableName} has no stream for a function to read.`);
    return table.LatestStreamArn;
  } finally {
    client.destroy();
  }
}

const access = (endpoint: string) => ({
  endpoint,
  region: 'us-east-1',
  credentials: { accessKeyId: 'local', secretAccessKey: 'local' },
});

export async function openReader(endpoint: string, tableName: string): Promise<StreamReader> {
  const StreamArn = await streamOf(endpoint, tableName);
  const client = new DynamoDBStreamsClient(access(endpoint));
  const describe = async () => (await client.send(new DescribeStreamCommand({ StreamArn }))).StreamDescription;
  // Only dynoxide keeps a deleted table's records; DynamoDB Local dates its records by the minute, so they look older.
  const created = StreamArn.startsWith('arn:aws:dynamodb:dynoxide:') && (await describe())?.CreationRequestDateTime;
  const createdAt = created || new Date(0);
  const shards = async () => ((await describe())?.Shards ?? []).map((shard) => shard.ShardId ?? '');
  const holds = async ({ shardId, after }: Position) => {
    if (after === undefined) return true;
    const at = { ShardIteratorType: 'AT_SEQUENCE_NUMBER' as const, SequenceNumber: after };
    try {
      const { ShardIterator } = await client.send(new GetShardIteratorCommand({ StreamArn, ShardId: shardId, ...at }));
      const { Records } = await client.send(new GetRecordsCommand({ ShardIterator, Limit: 1 }));
      return sequenceOf(Records?.[0]) === after;
    } catch (error) {
      if (error instanceof TrimmedDataAccessException || error instanceof ResourceNotFoundException) return false;
      throw error;
    }
  };
  const iteratorAt = async ({ shardId, after }: Position) => {
    const place =
      after === undefined
        ? { ShardIteratorType: 'TRIM_HORIZON' as const }
        : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: after };
    return (await client.send(new GetShardIteratorCommand({ StreamArn, ShardId: shardId, ...place }))).ShardIterator;
  };

  let position: Position = { shardId: '' };
  let iterator: string | undefined;
  const read = async (limit: number): Promise<StoredRecord[]> => {
    const current = iterator ?? (await iteratorAt(position));
    // Forgotten until the answer is here: after a failure the next read starts from the position again.
    iterator = undefined;
    const page = await client.send(new GetRecordsCommand({ ShardIterator: current, Limit: limit }));
    iterator = page.NextShardIterator;
    return page.Records ?? [];
  };
  /** A shard that has ended is followed by a younger one (DynamoDB Local ends them every four hours). */
  const followingShard = async () => {
    const all = await shards();
    const next = all[all.indexOf(position.shardId) + 1];
    if (next !== undefined) position = { shardId: next };
  };

  return {
    streamArn: StreamArn,
    createdAt,
    seek: async (wanted) => {
      const all = await shards();
      const known = wanted !== undefined && all.includes(wanted.shardId);
      position = known ? wanted : { shardId: all[0] ?? '' };
      iterator = undefined;
    },
    next: async (limit) => {
      const { shardId } = position;
      const records = await read(limit);
      const last = sequenceOf(records.at(-1));
      if (last !== undefined) position = { shardId, after: last };
      if (iterator === undefined) await followingShard();
      return { shardId, records };
    },
    holds,
    close: () => client.destroy(),
  };
}
