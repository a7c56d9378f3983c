import { startDynamo } from '#infra/local/dynamodb/index.ts';
import { startMapping, type MappingDependencies, type MappingPlan } from '#infra/local/streams/index.ts';
import type { LambdaRecord } from '#infra/local/streams/record.ts';
import { aTable, clientFor } from '../dynamodb/a-table.ts';

export const aPlan = (change: Partial<MappingPlan> = {}): MappingPlan => ({
  tableName: 'Records',
  functionName: 'audit',
  filters: [],
  batchSize: 100,
  batchWindowSeconds: 0,
  bisect: true,
  maxRetries: 5,
  reportBatchItemFailures: true,
  dlq: 'audit-failures',
  startingPosition: 'TRIM_HORIZON',
  ...change,
});

export async function aDatabase(dir?: string) {
  const dynamo = await startDynamo({ ...(dir !== undefined && { dir }), log: () => undefined });
  await dynamo.createTable(aTable());
  return { dynamo, client: clientFor(dynamo.endpoint) };
}

/** Runs a mapping on `handle` and keeps what came. */
export async function aMapping(
  dynamoEndpoint: string,
  change: Partial<MappingPlan> = {},
  handle: (records: LambdaRecord[]) => unknown = () => undefined,
  checkpointDir?: string,
) {
  const calls: LambdaRecord[][] = [];
  const letters: { queue: string; message: object }[] = [];
  const lines: string[] = [];
  const on: MappingDependencies = {
    dynamoEndpoint,
    invoke: (_name, event) => {
      const { Records: records } = event as { Records: LambdaRecord[] };
      calls.push(records);
      return new Promise((resolve) => resolve(handle(records)));
    },
    deadLetter: (queue, message) => void letters.push({ queue, message }),
    ...(checkpointDir !== undefined && { checkpointDir }),
    now: () => new Date(),
    log: (line) => lines.push(line),
  };
  return { mapping: await startMapping(aPlan(change), on), calls, letters, lines };
}

export const keyOf = ({ dynamodb }: LambdaRecord) => dynamodb.Keys?.['sk']?.S ?? '';
