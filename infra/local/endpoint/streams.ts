import { DynamoDBClient, DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient, GetRecordsCommand, GetShardIteratorCommand } from '@aws-sdk/client-dynamodb-streams';
import * as z from 'zod';
import type { Plan } from '#infra/local/template/plan.ts';
import { lambdaRecord, originOf, storedSequence } from '#infra/local/streams/record.ts';

/** Reading a stream by place: what the API of DynamoDB Streams has beside it is not asked for here. */
export type Streams = (operation: string, body: unknown) => Promise<{ readonly status: number; readonly body: object }>;

const iteratorAsked = z.object({
  StreamArn: z.string(),
  ShardId: z.string(),
  ShardIteratorType: z.enum(['AT_SEQUENCE_NUMBER', 'AFTER_SEQUENCE_NUMBER']),
  SequenceNumber: z.string().regex(/^\d{21,40}$/),
});
const recordsAsked = z.object({ ShardIterator: z.string(), Limit: z.int().min(1).max(1000).optional() });

const refused = (type: string, message: string) => ({ status: 400, body: { __type: type, message } });

/** The database's own stream, iterators and numbers, in the words that functions and dead letters know them by. */
export const createStreams = (endpoint: string, { region, account }: Plan): Streams => {
  const at = { endpoint, region, credentials: { accessKeyId: 'local', secretAccessKey: 'local' } };
  const [tables, streams] = [new DynamoDBClient(at), new DynamoDBStreamsClient(at)];
  /** Which stream an iterator was given for: an answer names it on each record. */
  const given = new Map<string, string>();

  const storedArn = async (arn: string): Promise<string> => {
    const [, TableName = ''] = /:table\/([^/]+)\/stream\//.exec(arn) ?? [];
    const { Table } = await tables.send(new DescribeTableCommand({ TableName }));
    return Table?.LatestStreamArn ?? arn;
  };

  const iterator = async (body: unknown) => {
    const { StreamArn, SequenceNumber, ...asked } = iteratorAsked.parse(body);
    const stored = await storedArn(StreamArn);
    const { ShardIterator } = await streams.send(
      new GetShardIteratorCommand({
        ...asked,
        StreamArn: stored,
        SequenceNumber: storedSequence(stored, SequenceNumber),
      }),
    );
    if (ShardIterator !== undefined) given.set(ShardIterator, stored);
    return { ShardIterator };
  };

  const records = async (body: unknown) => {
    const asked = recordsAsked.parse(body);
    const { Records = [], NextShardIterator } = await streams.send(new GetRecordsCommand(asked));
    const stored = given.get(asked.ShardIterator) ?? '';
    given.delete(asked.ShardIterator);
    if (NextShardIterator !== undefined) given.set(NextShardIterator, stored);
    const origin = originOf(stored, region, account);
    return { Records: Records.map((one) => lambdaRecord(one, origin)), NextShardIterator };
  };

  return async (operation, body) => {
    try {
      if (operation === 'GetShardIterator') return { status: 200, body: await iterator(body) };
      if (operation === 'GetRecords') return { status: 200, body: await records(body) };
      return refused('UnknownOperationException', `The local endpoint has no ${operation} for streams.`);
    } catch (error) {
      if (error instanceof z.ZodError) return refused('ValidationException', z.prettifyError(error));
      if (error instanceof Error) return refused(error.name, error.message);
      throw error;
    }
  };
};
