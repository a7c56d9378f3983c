import type { Column } from '../model/job.ts';
import { cellText, short } from './plain.ts';

const MAX_DISTINCT = 50;
const MAX_SAMPLES = 5;
/** Longer values are prose, not a set of choices. */
const MAX_CHOICE_LENGTH = 80;

interface Seen {
  readonly samples: Set<string>;
  counts: Map<string, number> | undefined;
  filled: number;
}

const count = (seen: Seen, text: string): void => {
  seen.filled += 1;
  if (seen.samples.size < MAX_SAMPLES) seen.samples.add(short(text));
  if (seen.counts === undefined) return;
  seen.counts.set(text, (seen.counts.get(text) ?? 0) + 1);
  if (text.length > MAX_CHOICE_LENGTH || seen.counts.size > MAX_DISTINCT) seen.counts = undefined;
};

/** Looks at rows one by one and says what their columns hold. Features need not all have the same properties. */
export const columnReader = () => {
  const columns = new Map<string, Seen>();
  const seenOf = (name: string): Seen => {
    let seen = columns.get(name);
    if (seen === undefined) columns.set(name, (seen = { samples: new Set(), counts: new Map(), filled: 0 }));
    return seen;
  };
  let rows = 0;
  return {
    /** CSV names its columns before the first row. */
    header: (names: readonly string[]): void => names.forEach((name) => seenOf(name)),
    add: (cells: Readonly<Record<string, unknown>>): void => {
      rows += 1;
      for (const [name, cell] of Object.entries(cells)) {
        if (name === '__proto__') continue;
        const seen = seenOf(name);
        const text = cellText(cell);
        if (text !== undefined) count(seen, text);
      }
    },
    columns: (): Column[] =>
      [...columns].map(([name, { samples, counts, filled }]) => ({
        name,
        samples: [...samples],
        ...(counts === undefined || counts.size === 0
          ? {}
          : { distinct: [...counts].sort((a, b) => b[1] - a[1]).map(([value, n]) => ({ value, count: n })) }),
        nulls: rows - filled,
      })),
  };
};
