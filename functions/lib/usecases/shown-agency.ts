import type { Tenant } from '#functions/lib/store/index.ts';
import type { ClosingNotice } from '#shared/permit/closing.ts';

/** What everybody of an agency is told of it. */
export const shownAgency = ({ id, name, timeZone, closing }: Tenant) => ({
  id,
  name,
  timeZone,
  ...(closing && {
    closing: { exportUntil: closing.exportUntil, deletionOn: closing.deletionOn } satisfies ClosingNotice,
  }),
});
