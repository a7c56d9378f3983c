import { canonical } from '#shared/derive/canonical.ts';
import { diff } from '#shared/derive/diff.ts';
import type { AnyRecordType, Values } from '#shared/model/record.ts';

/** Fields that both people changed, to different values: only these need a decision. */
export const clashingFields = (record: AnyRecordType, opened: Values, current: Values, mine: Values): string[] =>
  diff(record, opened, current)
    .map(({ field }) => field)
    .filter((field) => field in mine && canonical(mine[field] ?? undefined) !== canonical(current[field]));
