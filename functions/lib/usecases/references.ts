import { Problem } from '#shared/model/problem.ts';
import { fieldsOf, type AnyRecordType, type Values } from '#shared/model/record.ts';
import type { TenantStore } from '#functions/lib/store/index.ts';

/** Links and people must exist in the same agency. Only what changed is looked up; nothing changed costs nothing. */
export const requireReferences = async (
  store: TenantStore,
  record: AnyRecordType,
  values: Values,
  before: Values = {},
): Promise<void> => {
  const wanted = Object.entries(fieldsOf(record)).flatMap(([name, field]) => {
    const id = values[name];
    if (typeof id !== 'string' || id === before[name]) return [];
    if (field.kind === 'person') return [{ name, type: 'member', id }];
    return field.kind === 'link' && field.to !== undefined && field.to !== '*' ? [{ name, type: field.to, id }] : [];
  });
  if (wanted.length === 0) return;
  const there = await store.present(unique(wanted));
  const errors = wanted
    .filter(({ type, id }) => !there.has(`${type}:${id}`))
    .map(({ name, type }) => ({
      path: `values.${name}`,
      message:
        type === 'member' ? 'There is no such person in your agency.' : `There is no such ${type} in your agency.`,
    }));
  if (errors.length > 0) throw new Problem('invalid', 'Something this refers to is not there.', errors);
};

const unique = <T extends { type: string; id: string }>(refs: readonly T[]): T[] => [
  ...new Map(refs.map((r) => [`${r.type}:${r.id}`, r])).values(),
];
