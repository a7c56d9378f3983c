import type { Deletion } from '#shared/permit/redaction/deletion.ts';
import type { Rule } from '#shared/permit/redaction/profile.ts';
import type { PreviewedFile } from '#shared/permit/desk.ts';
import { markedIn } from './areas/area-rules.ts';
import { placeText } from './areas/rect.ts';

type Shown = Pick<Deletion, 'place' | 'kind' | 'amount' | 'exemption' | 'reason'>;

/** What of the files on a record does not go out: whole ones, and parts of pictures. */
export const fileDeletions = (files: readonly PreviewedFile[], rules: readonly Rule[]): Shown[] =>
  files.flatMap(({ id, fileName, withheld, state }): Shown[] => {
    if (withheld) {
      const { reason, ...exemption } = withheld;
      return [{ place: fileName, kind: 'file', amount: 'whole file', exemption, reason }];
    }
    if (state !== 'ready') return [];
    return markedIn(rules, id).map(({ area, rule: { exemption, reason } }, n) => ({
      place: `${fileName}, ${area.page === undefined ? '' : `page ${area.page}, `}area ${n + 1}`,
      kind: 'area',
      amount: placeText(area),
      exemption,
      reason,
    }));
  });
