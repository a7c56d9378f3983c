import { beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { functionNames } from '#infra/constructs/function-bundle.ts';
import { ofType, type Synthesized, synthesize } from './synthesized.ts';

let prod: Synthesized;
beforeAll(() => {
  prod = synthesize('prod');
}, 120_000);

const alarm = z.object({
  AlarmDescription: z.string(),
  AlarmActions: z.array(z.unknown()).min(1),
  MetricName: z.string(),
  Threshold: z.number(),
});
const alarms = () => ofType(prod, 'AWS::CloudWatch::Alarm').map(({ Properties }) => alarm.parse(Properties));
const watched = (metric: string) => alarms().filter(({ MetricName }) => MetricName === metric);

describe('the alarms', () => {
  test('say what people lose, and are sent to somebody', () => {
    expect(alarms().length).toBeGreaterThan(0);
    for (const { AlarmDescription } of alarms()) expect(AlarmDescription).toMatch(/^[A-Z].{20,}\.$/);
  });

  test('watch errors and throttles of every function', () => {
    expect(watched('Errors')).toHaveLength(functionNames.length);
    expect(watched('Throttles')).toHaveLength(functionNames.length);
  });

  test('watch the age of the stream, 23 hours before it forgets', () => {
    expect(watched('IteratorAge').map(({ Threshold }) => Threshold)).toEqual([3_600_000]);
  });

  test('watch every dead-letter queue from the first message, and failing requests', () => {
    const queues = ofType(prod, 'AWS::SQS::Queue').length;
    expect(watched('ApproximateNumberOfMessagesVisible').map(({ Threshold }) => Threshold)).toEqual(
      Array.from({ length: queues }, () => 1),
    );
    expect(watched('5xx')).toHaveLength(1);
  });

  test('travel encrypted', () => {
    for (const { Properties } of ofType(prod, 'AWS::SNS::Topic')) expect(Properties['KmsMasterKeyId']).toBeDefined();
  });
});
