import type { Asked } from '#functions/lib/http/request.ts';
import type { TenantStore } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';

/**
 * What an administrator looks up by person, or takes along, is written down itself. Every page is: what is to be seen
 * of one must not depend on how the caller came to it.
 */
export const noteLookUp = async (store: TenantStore, asked: Asked, memberId: string | undefined, what: string) => {
  if (memberId !== undefined) await store.access.put(eventOf(asked, 'lookUp', memberId, what));
};

interface Narrowed {
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly memberId?: string | undefined;
}

/** Before the first byte is given out. */
export const noteExport = async (store: TenantStore, asked: Asked, narrowed: Narrowed, what: string) => {
  const { from, before, memberId } = narrowed;
  const period = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(before === undefined ? [] : [`before ${before}`]),
  ];
  await store.access.put(eventOf(asked, 'export', undefined, [what, ...period].join(', ')));
  await noteLookUp(store, asked, memberId, what);
};
