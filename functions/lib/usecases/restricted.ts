import { restrictedFields } from '#shared/derive/restricted.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Values } from '#shared/model/record.ts';
import type { Deed } from './deed.ts';

interface Change {
  readonly before?: Values;
  /** The reason that came along says why something final is changed, and nothing about a number. */
  readonly amends: boolean;
}

/** A number that should not be kept is kept only for a reason, which then stands in the history beside the change. */
export const refuseRestricted = (
  deed: Deed,
  record: AnyRecordType,
  values: Values,
  { before, amends }: Change,
): void => {
  if (deed.by.reason !== undefined && !amends) return;
  const found = restrictedFields(record, values, before);
  if (found.length === 0) return;
  const ask = amends ? 'Take it out.' : 'Take it out, or say why it must stay.';
  throw new Problem(
    'restricted',
    `${found[0]?.message ?? ''} Stormwater records may become public. ${ask}`,
    found.map(({ path, message }) => ({ path: `values.${path}`, message: `${message} ${ask}` })),
  );
};
