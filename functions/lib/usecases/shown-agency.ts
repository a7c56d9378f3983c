import type { Tenant } from '#functions/lib/store/index.ts';
import type { ClosingNotice } from '#shared/permit/closing.ts';
import type { RequestClock } from '#shared/permit/response-clocks.ts';

/** What everybody of an agency is told of it. */
export const shownAgency = ({ id, name, timeZone, settings, closing }: Tenant) => ({
  id,
  name,
  timeZone,
  requestClock: { law: settings.requestLaw, closingDays: settings.closingDays } satisfies RequestClock,
  ...(closing && {
    closing: { exportUntil: closing.exportUntil, deletionOn: closing.deletionOn } satisfies ClosingNotice,
  }),
});
