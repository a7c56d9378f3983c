import { v7 } from 'uuid';
import type { RecordName } from '#shared/records/index.ts';
import { records } from '#shared/records/index.ts';
import { examples, ids } from './examples.ts';
import type { Visitor } from './visitor.ts';

/** Adds one example of each record type that people make, in an order in which their links hold. */
export const makeOneOfEach = async (by: Visitor): Promise<Record<RecordName, string>> => {
  const made: Record<RecordName, string> = { ...ids };
  for (const name of [
    'site',
    'structure',
    'outfall',
    'inspection',
    'finding',
    'task',
    'publicRecordsRequest',
    'redactionProfile',
  ] as const) {
    made[name] = v7();
    const values = examples(by.member.id, made)[name];
    const answer = await by.post(`/api/v1/${records[name].path}`, { id: made[name], values });
    if (answer.status !== 201) throw new Error(`${name}: ${JSON.stringify(answer.body)}`);
  }
  made.attachment = v7();
  const values = examples(by.member.id, made).attachment;
  const answer = await by.post('/api/v1/attachments', { id: made.attachment, values });
  if (answer.status !== 201) throw new Error(`attachment: ${JSON.stringify(answer.body)}`);
  return made;
};

/** Adds one record with the example's values, changed as asked. */
export const make = async (
  by: Visitor,
  name: Exclude<RecordName, 'attachment'>,
  change: Record<string, unknown> = {},
  made: Readonly<Record<RecordName, string>> = ids,
) => {
  const id = v7();
  const values = Object.fromEntries(
    Object.entries({ ...examples(by.member.id, made)[name], ...change }).filter(([, v]) => v !== undefined),
  );
  const answer = await by.post(`/api/v1/${records[name].path}`, { id, values });
  if (answer.status !== 201) throw new Error(`${name}: ${JSON.stringify(answer.body)}`);
  return answer.body as { id: string; version: number; values: Record<string, unknown> };
};
