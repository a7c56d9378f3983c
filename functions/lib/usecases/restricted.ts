import { restrictedFields } from '#shared/derive/restricted.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Values } from '#shared/model/record.ts';
import type { Deed } from './deed.ts';

/** A number that should not be kept is kept only for a reason, which then stands in the history beside the change. */
export const refuseRestricted = (deed: Deed, record: AnyRecordType, values: Values, before?: Values): void => {
  if (deed.by.reason !== undefined) return;
  const found = restrictedFields(record, values, before);
  if (found.length === 0) return;
  throw new Problem(
    'restricted',
    `${found[0]?.message ?? ''} Stormwater records may become public: take it out, or say why it must stay.`,
    found.map(({ path, message }) => ({
      path: `values.${path}`,
      message: `${message} Take it out, or say why it must stay.`,
    })),
  );
};
