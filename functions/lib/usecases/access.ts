import { v7 } from 'uuid';
import type { AccessEvent, AccessKind } from '#functions/lib/store/index.ts';
import type { Principal } from '#shared/model/principal.ts';

/** Who acts, when, and from where if that is known: a request, or the operator's command. */
export interface Acting {
  readonly principal: Pick<Principal, 'tenantId' | 'memberId'>;
  readonly now: string;
  readonly viewer: { readonly address?: string | undefined; readonly agent?: string | undefined };
}

/** The event of a request: who did it, when and from where; `memberId` is whom it concerns. */
export const eventOf = (
  { principal, now, viewer }: Acting,
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
