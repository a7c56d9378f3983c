import type { AnyRecordType, Stored } from '../model/record.ts';

/**
 * Every key of the table and of its indexes begins with the tenant, so that one IAM condition
 * (`dynamodb:LeadingKeys`) fences all of them. Tenant ids have a fixed length and hold no `#`.
 */
export const recordPartition = (tenantId: string, type: string) => `${tenantId}#rec#${type}`;
export const auditPartition = (tenantId: string, type: string, id: string) => `${tenantId}#audit#${type}#${id}`;
export const listPartition = (tenantId: string, type: string, field: string, value: string) =>
  `${recordPartition(tenantId, type)}#${field}#${value}`;

/** Six digits hold a million versions of one record, in order as text. */
export const versionKey = (version: number) => `v${String(version).padStart(6, '0')}`;

/** Beside the gap that stands for the version, and before all versions. */
export const lateKey = (version: number) => `late#${versionKey(version)}`;

/** List keys are declared on text, choices, dates and links only, which are all text. */
const keyText = (value: unknown): string => (typeof value === 'string' ? value : '');

export const listIndexes = ['list1', 'list2', 'list3'] as const;

/** All keys of a record. An archived record leaves its list indexes and stays in the table and in `changes`. */
export const keysOf = (record: AnyRecordType, tenantId: string, item: Stored): Record<string, string> => {
  const partition = recordPartition(tenantId, record.name);
  const lists = item.archivedAt === undefined ? (record.listedBy ?? []) : [];
  return {
    pk: partition,
    sk: item.id,
    changesPk: partition,
    changesSk: `${item.updatedAt}#${item.id}`,
    ...Object.fromEntries(
      lists.flatMap(({ field, order }, n) => {
        const value = item.values[field];
        if (value === undefined) return [];
        const sorted = order === undefined ? item.id : `${keyText(item.values[order])}#${item.id}`;
        return [
          [`list${n + 1}Pk`, listPartition(tenantId, record.name, field, keyText(value))],
          [`list${n + 1}Sk`, sorted],
        ];
      }),
    ),
  };
};
