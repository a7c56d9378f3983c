import * as z from 'zod';
import type { Shaping } from '#functions/lib/exports/shaping.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import type { Geometry } from '#shared/geo/geometry.ts';
import { Problem } from '#shared/model/problem.ts';
import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';
import type { Refusal } from '#shared/permit/redaction/deletion.ts';
import { ruleSchema, type Profile } from '#shared/permit/redaction/profile.ts';
import { isPublic } from '#shared/permit/redaction/public-by-rule.ts';
import { Redactor } from '#shared/permit/redaction/redactor.ts';
import { placeTexts } from '#shared/permit/redaction/values.ts';
import { goingOut } from './passes.ts';

export const removedSchema = z.array(z.object({ value: z.string(), rule: ruleSchema }));
export type RemovedValues = z.output<typeof removedSchema>;

const MOST_VALUES = 200_000;

export const refuse = (refusals: readonly Refusal[]): void => {
  const [first] = refusals;
  if (first === undefined) return;
  throw new Problem('invalid', `${first.message} (${first.recordType} ${first.recordId}.)`);
};

/** Places that everybody may know, such as that of an outfall: a visit recorded right there tells no secret. */
const publicPlaces = (record: AnyRecordType, { values }: Stored): string[] =>
  Object.entries(fieldsOf(record)).flatMap(([name, { kind }]) =>
    kind === 'geometry' && isPublic(record, name) && values[name] !== undefined
      ? placeTexts(values[name] as Geometry) // parsed by the field's own schema when it was written
      : [],
  );

/** What will be removed anywhere in the copy, so that it is removed everywhere in it. Writes nothing. */
export const findRemoved = async (
  turn: Turn<'export'>,
  types: readonly AnyRecordType[],
  shaping: Shaping,
  profile: Profile,
): Promise<RemovedValues> => {
  const redactor = new Redactor(profile);
  const open = new Set<string>();
  for await (const { record, stored, history } of goingOut(turn, types, shaping)) {
    refuse(redactor.record(record, stored).refusals);
    for (const entry of history) refuse(redactor.entry(record, stored.id, entry).refusals);
    for (const place of publicPlaces(record, stored)) open.add(place);
  }
  const { removed } = redactor;
  if (removed.length > MOST_VALUES)
    throw new Problem('invalid', 'The rules remove too many different values for one copy. Choose fewer records.');
  return removed.filter(({ value }) => !open.has(value)).map(({ value, rule }) => ({ value, rule }));
};
