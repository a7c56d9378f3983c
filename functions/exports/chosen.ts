import { putObject } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { deleteObject } from '#functions/lib/aws/stored-objects.ts';
import { packIds, selectionOf, selectionOfPacked, type Selection } from '#functions/lib/exports/selection.ts';
import type { Held } from '#functions/lib/jobs/held.ts';
import { keptBytes } from '#functions/lib/redaction/kept.ts';
import type { StoredExport } from '#functions/lib/store/index.ts';

const PAGE = 1000;
type PlaceOf = (name: string) => ObjectPlace;
const listPlace = (placeOf: PlaceOf, recordType: string) => placeOf(`pieces/chosen/${recordType}`);

const chosenAtDesk = async ({ store, ...held }: Pick<Held<'export'>, 'store' | 'beat'>, id: string, type: string) => {
  const parts: Buffer[] = [];
  let cursor: string | undefined;
  do {
    const page: Awaited<ReturnType<typeof store.desk.chosen>> = await store.desk.chosen(id, PAGE, type, cursor);
    parts.push(packIds(page.items.map((one) => one.id)));
    cursor = page.next;
    await held.beat();
  } while (cursor !== undefined);
  return Buffer.concat(parts);
};

/**
 * What goes out of an order for some records only. The choice of a request is noted once, when the job begins: people
 * go on choosing, and every file and pass of a copy must agree on what is in it.
 */
export const selectionFor = async (held: Held<'export'>, placeOf: PlaceOf): Promise<Selection | undefined> => {
  const { only, chosenFor, recordTypes } = held.job.order;
  if (chosenFor === undefined) return only && selectionOf(only);
  const byType = new Map<string, Buffer>();
  for (const type of recordTypes) {
    const place = listPlace(placeOf, type);
    const there = await keptBytes(place);
    const ids = there ?? (await chosenAtDesk({ store: held.store, beat: () => held.beat() }, chosenFor, type));
    if (there === undefined) await putObject(place, 'application/octet-stream', ids);
    byType.set(type, ids);
  }
  return selectionOfPacked(byType);
};

export const forgetChosen = async ({ order }: Pick<StoredExport, 'order'>, placeOf: PlaceOf): Promise<void> => {
  if (order.chosenFor !== undefined) for (const type of order.recordTypes) await deleteObject(listPlace(placeOf, type));
};
