import type { Deletion } from '#shared/permit/closing.ts';
import type { Shelf } from './shelves.ts';

/** What is done with each page of a shelf. */
type Deed = 'count' | 'delete' | 'prove';

/**
 * The rounds over everything, in their order. Counted first, since what a worker has deleted when it dies nobody could
 * count any more. Proven last: a look at every place that finds nothing.
 */
const rounds: readonly (readonly [Deed, 'accounts' | 'data' | 'pool'])[] = [
  ['count', 'accounts'],
  ['delete', 'accounts'],
  ['count', 'data'],
  ['delete', 'data'],
  ['count', 'pool'],
  ['delete', 'pool'],
  ['prove', 'data'],
  ['prove', 'pool'],
];
const deletionOf = (which: string): number => rounds.findIndex(([deed, of]) => deed === 'delete' && of === which);

/** Something came back between deletion and proof. */
export class NotEmpty extends Error {
  override readonly name = 'NotEmpty';
}

export interface Eraser {
  readonly accounts: readonly Shelf[];
  readonly data: readonly Shelf[];
  /** What is left in the user pool when nobody in the table is known any more. */
  readonly pool: readonly Shelf[];
  /** Writes down how far it has come. Throws when another worker has gone further. */
  readonly save: (next: Deletion) => Promise<Deletion>;
  /** Asked behind each page: shall the work stop here and go on in a new invocation? */
  readonly mustStop: () => boolean;
}

/**
 * Goes on where the last one stopped: each page is worked on and then written down, so that whoever dies between the two
 * does one page twice, which changes nothing. `more` when it was told to stop.
 */
export const erase = async (eraser: Eraser, from: Deletion): Promise<{ how: 'over' | 'more'; deletion: Deletion }> => {
  let at = from;
  for (let round = rounds[at.round]; round !== undefined; round = rounds[at.round]) {
    const [deed, which] = round;
    const shelf = eraser[which][at.shelf];
    if (shelf === undefined) {
      at = await eraser.save({ ...at, round: at.round + 1, shelf: 0, after: undefined });
      continue;
    }
    for await (const { items, next, remove } of shelf.pages(at.after)) {
      if (deed === 'prove' && items > 0) {
        await eraser.save({ ...at, round: deletionOf(which), shelf: 0, after: undefined });
        throw new NotEmpty(`${shelf.kind}: ${items} were there again.`);
      }
      if (deed === 'delete' && items > 0) await remove();
      const counts = deed === 'count' ? add(at.counts, shelf.kind, items) : at.counts;
      const stop = eraser.mustStop();
      // What was empty is not worth a note of its own.
      if (items > 0 || stop) at = await eraser.save({ ...at, counts, ...behind(at, next) });
      if (stop) return { how: 'more', deletion: at };
      if (next === undefined) break;
    }
    // The last page of a shelf that tells its end has led on to the next one already.
    if (rounds[at.round] === round && eraser[which][at.shelf] === shelf)
      at = await eraser.save({ ...at, shelf: at.shelf + 1, after: undefined });
  }
  return { how: 'over', deletion: at };
};

/** What was counted must not be counted once more: the spot is written with it. */
const behind = ({ shelf }: Deletion, next: string | undefined): Pick<Deletion, 'shelf' | 'after'> =>
  next === undefined ? { shelf: shelf + 1, after: undefined } : { shelf, after: next };

const add = (counts: Deletion['counts'], kind: string, items: number): Deletion['counts'] => ({
  ...counts,
  [kind]: (counts[kind] ?? 0) + items,
});
