import { auditItem } from '#functions/lib/store/audit-item.ts';
import { seal } from '#functions/lib/chain/seal.ts';
import { auditedOf, entryOf } from '#functions/audit/entry.ts';
import { toImage } from '#functions/lib/store/index.ts';
import { outfallItem } from './fill.ts';
import { writeUnits, type WireItem } from './item-size.ts';
import type { Figure } from './table.ts';

const tenantId = 'benchagency000000000000000';
const HASH = 'x'.repeat(43);

/** The entry of a change as the audit function keeps it, a second after the change. */
const entryItem = (next: WireItem, before?: WireItem): WireItem => {
  const change = { NewImage: next, ...(before && { OldImage: before }) };
  const audited = auditedOf({ dynamodb: change } as Parameters<typeof auditedOf>[0]);
  const entry = entryOf(audited.record, audited.next, audited.before?.values ?? {});
  const arrived = new Date(Date.parse(entry.at) + 1000).toISOString();
  return toImage(auditItem(tenantId, 'v000001', seal(tenantId, entry, HASH), arrived));
};

const made = outfallItem(tenantId, 0);
const changed = outfallItem(tenantId, 0, { receivingWater: 'Other Creek', priority: 'normal' });

/** A record, and the entries that it was made and changed, as they lie in the table. */
export const keptItems = { record: made, made: entryItem(made), changed: entryItem(changed, made) } as const;

/** Write units of a record and of its entry, by AWS's rule, the items as they are stored and what each index holds. */
export const unitFigures = (): Figure[] => {
  const figure = (what: string, measured: number, most?: number): Figure => ({
    ...{ what: `write units of ${what}`, measured, unit: 'WCU' },
    ...(most !== undefined && { budget: { most } }),
  });
  return [
    figure('a new outfall, in the table and three indexes', writeUnits(made)),
    figure('its audit entry', writeUnits(entryItem(made)), 2),
    figure('a change of two fields of it', writeUnits(changed, made)),
    figure('the entry of that change', writeUnits(entryItem(changed, made)), 2),
  ];
};
