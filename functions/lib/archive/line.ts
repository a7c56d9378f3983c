import * as z from 'zod';
import { isSealed } from '#functions/lib/chain/seal.ts';
import type { SealedEntry } from '#functions/lib/chain/entry.ts';
import { linkOf } from '#functions/lib/chain/link.ts';
import { arrivalPlace, entryFromItem, type Item } from '#functions/lib/store/index.ts';
import { canonical } from '#shared/derive/canonical.ts';

/** An entry as the archive holds it, one to a line: when it arrived, under which key, and all that its hash covers. */
const archived = z.object({
  arrived: z.string(),
  sk: z.string(),
  entry: z.looseObject({
    tenantId: z.string(),
    type: z.string(),
    id: z.string(),
    at: z.string(),
    version: z.int().min(1),
    hash: z.string().optional(),
  }),
});
export type Archived = z.output<typeof archived>;

/**
 * Personal values stay out of it: they must be erasable, and nothing here is for years. Entries older than the chain
 * hold them in the midst of the others.
 */
const withoutPersonal = ({ personal: _personal, changes, ...said }: SealedEntry) => ({
  ...said,
  changes: changes.map((change) =>
    isSealed(change) || !change.personal ? change : { field: change.field, personal: change.personal },
  ),
});

export const arrivalOf = (item: Item): string => String(item['arrived']);

/** The same text for the same entry, whenever it is written out, whether or not its personal values were erased. */
export const lineOf = (tenantId: string, item: Item): string => {
  const entry = { ...withoutPersonal(entryFromItem(item)), tenantId };
  return canonical({ arrived: arrivalOf(item), sk: item['sk'], entry }) ?? '';
};

export const readLine = (line: string): Archived => archived.parse(JSON.parse(line));

/** The order of the archive, and of nothing else. */
export const placeOf = ({ arrived, sk, entry: { at, id } }: Archived): string => arrivalPlace({ arrived, at, id, sk });

/** Whether the entry says what its own hash says. Entries older than the chain have none. */
export const holds = ({ entry: { tenantId, ...entry } }: Archived): boolean =>
  entry.hash === undefined || linkOf(tenantId, entry as unknown as SealedEntry) === entry.hash;
