import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { indexNames, projected, type IndexName } from '#infra/constructs/record-indexes.ts';

export type WireItem = Readonly<Record<string, AttributeValue>>;

/** Bytes as DynamoDB counts them: names and texts in UTF-8, a number by two digits a byte, three for a list or a map. */
const bytesOf = (value: AttributeValue): number => {
  if (value.S !== undefined) return Buffer.byteLength(value.S);
  if (value.N !== undefined) return Math.ceil(value.N.replace(/\D/g, '').length / 2) + 1;
  if (value.M !== undefined) return 3 + itemBytes(value.M) + Object.keys(value.M).length;
  if (value.L !== undefined) return 3 + value.L.reduce((sum, one) => sum + bytesOf(one) + 1, 0);
  return 1;
};
export const itemBytes = (item: WireItem): number =>
  Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + bytesOf(value), 0);

/** What an index holds of an item; undefined when the item does not stand in it. */
export const inIndex = (index: IndexName, item: WireItem): WireItem | undefined => {
  const held = new Set(['pk', 'sk', `${index}Pk`, `${index}Sk`, ...projected[index]]);
  return item[`${index}Pk`] && Object.fromEntries(Object.entries(item).filter(([name]) => held.has(name)));
};

const units = (item: WireItem | undefined): number => (item === undefined ? 0 : Math.ceil(itemBytes(item) / 1024));

/** Of an index, for one write: an entry whose key changes is taken out and put in. */
const indexUnits = (index: IndexName, next: WireItem, before: WireItem | undefined): number => {
  const [now, then] = [inIndex(index, next), before && inIndex(index, before)];
  const same = ['Pk', 'Sk'].every((part) => now?.[`${index}${part}`]?.S === then?.[`${index}${part}`]?.S);
  return same ? Math.max(units(now), units(then)) : units(now) + units(then);
};

/** Write units of an item, in the table and in each index: a unit for each kilobyte begun. */
export const writeUnits = (next: WireItem, before?: WireItem): number =>
  Math.max(units(next), units(before)) + indexNames.reduce((sum, index) => sum + indexUnits(index, next, before), 0);
