import { DeleteItemCommand, DeleteTableCommand, PutItemCommand, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LambdaRecord } from '#infra/local/streams/record.ts';
import { aTable } from '../dynamodb/a-table.ts';
import { aDatabase, aMapping, keyOf } from './a-mapping.ts';

let database: Awaited<ReturnType<typeof aDatabase>>;
const open: { close(): Promise<void> }[] = [];

beforeEach(async () => {
  database = await aDatabase();
});
afterEach(async () => {
  for (const each of open.splice(0)) await each.close();
  await database.dynamo.close();
});

async function mapping(...parameters: Parameters<typeof aMapping> extends [string, ...infer Rest] ? Rest : never) {
  const started = await aMapping(database.dynamo.endpoint, ...parameters);
  open.push(started.mapping);
  return started;
}

const put = (sk: string, more: Record<string, { S: string } | { N: string } | { B: Uint8Array }> = {}) =>
  database.client.send(new PutItemCommand({ TableName: 'Records', Item: { pk: { S: 't1' }, sk: { S: sk }, ...more } }));
const key = (sk: string) => ({ TableName: 'Records', Key: { pk: { S: 't1' }, sk: { S: sk } } });

describe('a stream mapping', () => {
  it('delivers a record in the shape Lambda gives it', async () => {
    const { mapping: started, calls } = await mapping();
    await put('a', { photo: { B: new Uint8Array([1, 2, 255]) } });
    await started.idle();
    const arn =
      /^arn:aws:dynamodb:us-east-1:000000000000:table\/Records\/stream\/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/;
    expect(calls.flat()).toEqual([
      {
        eventID: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        eventName: 'INSERT',
        eventVersion: '1.1',
        eventSource: 'aws:dynamodb',
        awsRegion: 'us-east-1',
        dynamodb: {
          ApproximateCreationDateTime: expect.any(Number) as number,
          Keys: { pk: { S: 't1' }, sk: { S: 'a' } },
          NewImage: { pk: { S: 't1' }, sk: { S: 'a' }, photo: { B: 'AQL/' } },
          SequenceNumber: expect.stringMatching(/^\d{21}$/) as string,
          SizeBytes: expect.any(Number) as number,
          StreamViewType: 'NEW_AND_OLD_IMAGES',
        },
        eventSourceARN: expect.stringMatching(arn) as string,
      },
    ]);
  });

  it('delivers only what the filters let through, in order, each under its own id', async () => {
    const filters = [
      { dynamodb: { NewImage: { entity: { S: ['record'] } } } },
      { eventName: ['REMOVE'], dynamodb: { OldImage: { entity: { S: ['record'] } } } },
    ];
    const { mapping: started, calls } = await mapping({ filters });
    for (let number = 10; number < 22; number += 1) await put(`r${number}`, { entity: { S: 'record' } });
    await put('audit', { entity: { S: 'audit' } });
    await database.client.send(new DeleteItemCommand(key('r10')));
    await database.client.send(new DeleteItemCommand(key('audit')));
    await started.idle();
    const seen = calls.flat();
    expect(seen.map((record) => `${record.eventName ?? ''} ${keyOf(record)}`)).toEqual([
      ...Array.from({ length: 12 }, (_, index) => `INSERT r${index + 10}`),
      'REMOVE r10',
    ]);
    const sequences = seen.map(({ dynamodb }) => dynamodb.SequenceNumber);
    expect(sequences).toEqual(sequences.toSorted());
    expect(new Set(seen.map(({ eventID }) => eventID)).size).toBe(13);
  });

  it('says nothing of an update that changes nothing', async () => {
    const { mapping: started, calls } = await mapping();
    await put('a', { name: { S: 'x' } });
    const rename = (name: string) =>
      new UpdateItemCommand({
        ...key('a'),
        UpdateExpression: 'SET #n = :n',
        ExpressionAttributeNames: { '#n': 'name' },
        ExpressionAttributeValues: { ':n': { S: name } },
      });
    await database.client.send(rename('x'));
    await put('a', { name: { S: 'x' } });
    await database.client.send(rename('y'));
    await started.idle();
    expect(calls.flat().map(({ eventName }) => eventName)).toEqual(['INSERT', 'MODIFY']);
  });

  it('marks the deletion of an expired item as the service’s own, and no other deletion', async () => {
    const { mapping: started, calls } = await mapping({ filters: [{ eventName: ['REMOVE'] }] });
    const now = Math.floor(Date.now() / 1000);
    await put('expired', { expiresAt: { N: String(now - 5) } });
    await put('lasting', { expiresAt: { N: String(now + 500) } });
    await put('removed', { expiresAt: { N: String(now + 500) } });
    await database.client.send(new DeleteItemCommand(key('removed')));
    expect(await database.dynamo.sweepExpired()).toBe(1);
    await started.idle();
    expect(calls.flat().map((record) => [keyOf(record), record.userIdentity as unknown])).toEqual([
      ['removed', undefined],
      ['expired', { type: 'Service', principalId: 'dynamodb.amazonaws.com' }],
    ]);
  });

  it('waits for the window to close, but not when somebody waits', async () => {
    const { mapping: started, calls } = await mapping({ batchWindowSeconds: 60 });
    for (const name of ['a', 'b', 'c']) await put(name);
    await started.idle();
    expect(calls.map((records) => records.map(keyOf))).toEqual([['a', 'b', 'c']]);
  });

  it('fills no batch beyond its size', async () => {
    const { mapping: started, calls } = await mapping({ batchSize: 2, batchWindowSeconds: 60 });
    for (const name of ['a', 'b', 'c']) await put(name);
    await started.idle();
    expect(Math.max(...calls.map((records) => records.length))).toBe(2);
    expect(calls.flat().map(keyOf)).toEqual(['a', 'b', 'c']);
  });

  it('begins behind what was there when it starts at LATEST', async () => {
    await put('before');
    const { mapping: started, calls } = await mapping({ startingPosition: 'LATEST' });
    await put('after');
    await started.idle();
    expect(calls.flat().map(keyOf)).toEqual(['after']);
  });

  it('does not replay the records of a deleted table of the same name', async () => {
    await put('old');
    await new Promise((resolve) => setTimeout(resolve, 1_100));
    await database.client.send(new DeleteTableCommand({ TableName: 'Records' }));
    await database.dynamo.createTable(aTable());
    const { mapping: started, calls } = await mapping();
    await put('new');
    await started.idle();
    expect(calls.flat().map(keyOf)).toEqual(['new']);
  });
});

describe('a record that cannot be handled', () => {
  const refuse = (records: LambdaRecord[]) => {
    if (records.map(keyOf).includes('poison')) throw new Error('cannot read this');
  };

  it('ends alone in the dead letter queue, by place in the stream, and the others go on', async () => {
    const handled = new Set<string>();
    const { mapping: started, letters } = await mapping({ batchWindowSeconds: 60, maxRetries: 1 }, (records) => {
      refuse(records);
      for (const record of records) handled.add(keyOf(record));
    });
    for (let number = 0; number < 20; number += 1) await put(number === 7 ? 'poison' : `r${number}`);
    await started.idle();
    expect(handled.size).toBe(19);
    expect(letters).toHaveLength(1);
    const sequence = expect.stringMatching(/^\d{21}$/) as string;
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) as string;
    expect(letters[0]).toEqual({
      queue: 'audit-failures',
      message: {
        requestContext: {
          requestId: expect.any(String) as string,
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:audit',
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: 2,
        },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        version: '1.0',
        timestamp: expect.any(String) as string,
        DDBStreamBatchInfo: {
          shardId: expect.stringMatching(/^shardId-/) as string,
          startSequenceNumber: sequence,
          endSequenceNumber: sequence,
          approximateArrivalOfFirstRecord: time,
          approximateArrivalOfLastRecord: time,
          batchSize: 1,
          streamArn: expect.stringMatching(/table\/Records\/stream\//) as string,
        },
      },
    });
  });

  it('does not keep the mapping from closing while it is retried for ever', async () => {
    const { mapping: started, calls } = await mapping({ maxRetries: -1 }, refuse);
    await put('poison');
    const idle = started.idle();
    while (calls.length < 3) await new Promise((resolve) => setTimeout(resolve, 5));
    await started.close();
    await idle;
  });
});
