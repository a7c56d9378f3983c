import { v7 } from 'uuid';
import type { Asked } from '#functions/lib/http/request.ts';
import type { AccessEvent, AccessKind } from '#functions/lib/store/index.ts';

/** The event of a request: who did it, when and from where; `memberId` is whom it concerns. */
export const eventOf = (
  { principal, now, viewer }: Asked,
  kind: AccessKind,
  memberId: string = principal.memberId,
  detail?: string,
): AccessEvent => ({
  id: v7(),
  at: now,
  kind,
  memberId,
  by: memberId === principal.memberId ? undefined : principal.memberId,
  address: viewer.address,
  agent: viewer.agent,
  detail,
});
