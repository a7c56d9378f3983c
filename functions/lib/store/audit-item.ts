import type { SealedEntry } from '#functions/lib/chain/entry.ts';
import { auditPartition } from '#shared/derive/keys.ts';
import type { Item } from './item.ts';

/** The trail of an agency by the time of the changes; and what came later than in the hour of its change, by its arrival. */
export const trailPartition = (tenantId: string) => `${tenantId}#audit`;
export const arrivalsPartition = (tenantId: string) => `${tenantId}#arrived`;

const hourOf = (moment: string): string => moment.slice(0, '2026-11-25T12'.length);

/** Whether the list of the agency by time does not show when the entry arrived. */
export const isLate = (at: string, arrived: string): boolean => hourOf(at) !== hourOf(arrived);

/**
 * The item of an entry, with its places in the lists of the agency. Almost every entry arrives within the hour of its
 * change, so that the archive finds it by time; the few others have a place by their arrival as well, so that each hour
 * is archived once. A place by arrival for every entry would be one more write for each.
 */
export const auditItem = (tenantId: string, sk: string, entry: SealedEntry, now: string) => ({
  pk: auditPartition(tenantId, entry.type, entry.id),
  sk,
  // In the same index as record changes.
  changesPk: trailPartition(tenantId),
  changesSk: `${entry.at}#${entry.id}#${sk}`,
  ...(isLate(entry.at, now) && {
    list1Pk: arrivalsPartition(tenantId),
    list1Sk: `${now}#${entry.id}#${sk}`,
  }),
  arrived: now,
  entity: 'audit',
  ...entry,
});

/** An entry as it is kept, without its keys. */
export const entryFromItem = (item: Item): SealedEntry => {
  const { pk: _pk, sk: _sk, entity: _entity, changesPk: _changesPk, changesSk: _changesSk, ...rest } = item;
  const { list1Pk: _list1Pk, list1Sk: _list1Sk, arrived: _arrived, ...entry } = rest;
  // Written by the audit function alone, in this shape; its hash is what holds it to that.
  return entry as unknown as SealedEntry;
};

/** Whether the archive finds the entry. Those older than the archive are in no list for it. */
export const isListed = ({ changesPk, list1Pk, arrived, at }: Item): boolean =>
  changesPk !== undefined && typeof arrived === 'string' && (list1Pk !== undefined || !isLate(String(at), arrived));

/** The place of an entry among all that arrived: by hour; in it those of changes of the hour, then the late ones. */
export const arrivalPlace = (entry: { arrived: string; at: string; id: string; sk: string }): string => {
  const { arrived, at, id, sk } = entry;
  return isLate(at, arrived) ? `${hourOf(arrived)}~${arrived}#${id}#${sk}` : `${hourOf(arrived)}#${at}#${id}#${sk}`;
};
