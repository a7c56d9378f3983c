import type { HoldScope } from '#shared/permit/retention.ts';
import { recordNamed } from '#shared/records/index.ts';

/** What a hold covers, where its record is not linked. */
export const scopeText = (scope: HoldScope): string => {
  if (scope.kind === 'all') return 'Everything';
  const record = recordNamed(scope.type);
  if (scope.kind === 'type') return `All ${(record?.label.many ?? scope.type).toLowerCase()}`;
  return record?.label.one ?? scope.type;
};
