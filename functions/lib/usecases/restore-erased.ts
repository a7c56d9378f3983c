import { isSealed } from '#functions/lib/chain/seal.ts';
import { auditReading, entryFromItem, type Item, type Table } from '#functions/lib/store/index.ts';
import { canonical } from '#shared/derive/canonical.ts';
import { fieldsOf, type AnyRecordType, type Stored, type Values } from '#shared/model/record.ts';

const personalFields = (record: AnyRecordType): string[] =>
  Object.entries(fieldsOf(record)).flatMap(([name, { personal }]) => (personal === true ? [name] : []));

/**
 * The personal fields of a copy whose values were erased from the history since, and with them for good: each is that
 * of the last entry, up to the copy's version, that changed the field.
 */
const erasedIn = async (table: Table, tenantId: string, record: AnyRecordType, then: Stored): Promise<Set<string>> => {
  const entries: Item[] = [];
  let after: string | undefined;
  do {
    const page: { items: Item[]; next?: string } = await auditReading(table, tenantId).entries(record, then.id, after);
    entries.push(...page.items);
    after = page.next;
  } while (after !== undefined);
  const erased = new Set<string>();
  const upToThen = entries.map(entryFromItem).filter(({ version }) => version <= then.version);
  for (const { changes, personal } of upToThen.toSorted((a, b) => a.version - b.version))
    for (const change of changes.filter(isSealed))
      if (personal?.[change.field] === undefined) erased.add(change.field);
      else erased.delete(change.field);
  return erased;
};

export interface Lawful {
  /** What may come back: the copy's values, and what stands now in place of those that were erased. */
  readonly values: Values;
  /** The fields that stay as they are. */
  readonly erased: readonly string[];
}

/** A copy is no way around an erasure. */
export const withoutErased = async (
  table: Table,
  tenantId: string,
  record: AnyRecordType,
  then: Stored,
  standing?: Stored,
): Promise<Lawful> => {
  const wanted = personalFields(record).filter(
    (name) => then.values[name] !== undefined && canonical(then.values[name]) !== canonical(standing?.values[name]),
  );
  if (wanted.length === 0) return { values: then.values, erased: [] };
  const gone = await erasedIn(table, tenantId, record, then);
  const erased = wanted.filter((name) => gone.has(name));
  const kept = Object.entries(then.values).filter(([name]) => !erased.includes(name));
  const now = erased.flatMap((name) =>
    standing?.values[name] === undefined ? [] : [[name, standing.values[name]] as const],
  );
  return { values: Object.fromEntries<unknown>([...kept, ...now]), erased };
};
