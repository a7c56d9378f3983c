import fc from 'fast-check';
import { expect, it } from 'vitest';
import { selectionOf } from '#functions/lib/exports/selection.ts';

const ids = fc.uniqueArray(fc.uuid(), { maxLength: 60 });

it('a choice of records comes in the order of ids, page by page, each once, and knows what is in it', () => {
  fc.assert(
    fc.property(ids, ids, fc.integer({ min: 1, max: 7 }), (chosen, others, limit) => {
      const selection = selectionOf({ site: [...chosen, ...chosen] });
      const paged: string[] = [];
      for (let page = selection.after('site', '', limit); page.length > 0;) {
        paged.push(...page);
        page = selection.after('site', page.at(-1) ?? '', limit);
      }
      expect(paged).toEqual([...chosen].sort());
      expect(selection.count).toBe(chosen.length);
      for (const id of [...chosen, ...others]) {
        expect(selection.has('site', id)).toBe(chosen.includes(id));
        expect(selection.after('site', id, 1)).toEqual(
          [...chosen]
            .sort()
            .filter((one) => one > id)
            .slice(0, 1),
        );
        expect(selection.has('task', id)).toBe(false);
      }
    }),
    { numRuns: 50 },
  );
});
