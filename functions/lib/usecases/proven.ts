import type { TenantStore } from '#functions/lib/store/index.ts';
import type { Principal } from '#shared/model/principal.ts';
import { Problem } from '#shared/model/problem.ts';

/** A password given this long ago still stands for the person: time to read what will happen, and no more. */
const PROOF_MS = 10 * 60_000;

/** Before something that cannot be undone: whoever finds an open session does not have the password. */
export const requireProof = async (store: TenantStore, { memberId, sessionId }: Principal, now: string) => {
  const session = await store.sessions.get(memberId, sessionId);
  const at = session?.provenAt;
  if (at === undefined || Date.parse(now) - Date.parse(at) > PROOF_MS)
    throw new Problem('password-required', 'Give your password once more, then repeat this within ten minutes.');
};
