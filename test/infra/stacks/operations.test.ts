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
  Period: z.number(),
  EvaluationPeriods: z.number(),
  ComparisonOperator: z.string(),
  TreatMissingData: z.string(),
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

  test('say within an hour that the audit function is down, and what is lost if nobody acts', () => {
    const said = (metric: string) => watched(metric).map(({ AlarmDescription }) => AlarmDescription);
    expect(said('IteratorAge')).toEqual([
      'History entries are an hour late. After 24 hours changes leave the stream and their entries are lost.',
    ]);
    expect(said('ApproximateNumberOfMessagesVisible')).toContain(
      'At least one change has no history entry. Its content leaves the stream 24 hours after the change.',
    );
    expect(said('Errors')).toContain('Changes are saved, but their history entries are late.');
  });

  test('say that audit entries are not archived', () => {
    const said = watched('Errors').map(({ AlarmDescription }) => AlarmDescription);
    expect(said).toContain(
      'Audit entries are not archived: what is altered in the table now could not be proven later.',
    );
  });

  test('say within two hours that the archiving of audit entries was switched off, and so for interrupted jobs', () => {
    const silences = watched('Invocations');
    expect(silences.map(({ AlarmDescription }) => AlarmDescription).toSorted()).toEqual([
      'Imports and exports that were interrupted were not taken up for two hours, and nothing due is proposed.',
      'No audit entries were archived for two hours: what is altered in the table now could not be proven later.',
    ]);
    for (const silence of silences) {
      expect(silence.Period * silence.EvaluationPeriods).toBe(2 * 3600);
      expect(silence).toMatchObject({
        ComparisonOperator: 'LessThanThreshold',
        Threshold: 1,
        TreatMissingData: 'breaching',
      });
    }
  });

  test('are silent where nothing is to be told, but for those that wait for something', () => {
    for (const { TreatMissingData, MetricName } of alarms())
      expect(TreatMissingData).toBe(MetricName === 'Invocations' ? 'breaching' : 'notBreaching');
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
