import type { Deletion } from '#shared/permit/redaction/deletion.ts';
import type { PreviewedFile, Redactions } from '#shared/permit/desk.ts';
import { markedIn } from './areas/area-rules.ts';
import { placeText } from './areas/rect.ts';
import type { FileLimits } from './file-limits.ts';

type Shown = Pick<Deletion, 'place' | 'kind' | 'amount' | 'exemption' | 'reason'>;

/** What of the files on a record does not go out: whole ones, and parts of pictures. */
export const fileDeletions = (
  files: readonly PreviewedFile[],
  { rules, fileMetadata }: Pick<Redactions, 'rules' | 'fileMetadata'>,
  limits: FileLimits,
): Shown[] =>
  files.flatMap(({ id, fileName, withheld, state }): Shown[] => {
    const whole = { place: fileName, kind: 'file', amount: 'whole file' } as const;
    if (withheld) {
      const { reason, ...exemption } = withheld;
      return [{ ...whole, exemption, reason }];
    }
    if (state !== 'ready') return [];
    const marked = markedIn(rules, id);
    const limit = limits.get(id);
    if (limit !== undefined) {
      // What the copy names then: the first area's ground, or that of the data about files.
      const ground = marked[0]?.rule ?? fileMetadata;
      return ground ? [{ ...whole, exemption: ground.exemption, reason: `${ground.reason} ${limit}` }] : [];
    }
    return marked.map(({ area, rule: { exemption, reason } }, n) => ({
      place: `${fileName}, ${area.page === undefined ? '' : `page ${area.page}, `}area ${n + 1}`,
      kind: 'area',
      amount: placeText(area),
      exemption,
      reason,
    }));
  });
