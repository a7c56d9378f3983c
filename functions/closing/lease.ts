import { now } from '#functions/lib/aws/clock.ts';
import type { TenantStore } from '#functions/lib/store/index.ts';
import type { Deletion } from '#shared/permit/closing.ts';

/** Longer than any page takes. A worker that died is followed by another one after this. */
const LEASE_MS = 5 * 60_000;

/** Another worker is at it. Not a failure: whoever has it goes on. */
export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export const isFree = ({ lease }: Deletion, at: string): boolean => lease === undefined || lease.until < at;

/** Writes how far one worker has come, and with that keeps every other one away. */
export const saver = (store: TenantStore, owner: string, first: Deletion) => {
  let was = first;
  const write = async (next: Deletion): Promise<Deletion> => {
    const saved = { ...next, version: was.version + 1 };
    if (!(await store.erasure.save(was, saved))) throw new LeaseLost();
    was = saved;
    return saved;
  };
  const until = () => new Date(Date.parse(now()) + LEASE_MS).toISOString();
  return {
    save: (next: Deletion) => write({ ...next, lease: { owner, until: until() } }),
    /** Lets go for the next worker. */
    release: (next: Deletion) => write({ ...next, lease: undefined }),
  };
};
