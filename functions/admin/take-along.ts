import * as z from 'zod';
import type { AccessEvent, TenantStore } from '#functions/lib/store/index.ts';
import { eventOf, type Acting } from '#functions/lib/usecases/access.ts';
import { Problem } from '#shared/model/problem.ts';

/**
 * What an administrator looks up by person is written down itself. Every page is: what is to be seen of one must not
 * depend on how the caller came to it.
 */
export const noteLookUp = async (store: TenantStore, acting: Acting, memberId: string | undefined, what: string) => {
  if (memberId !== undefined) await store.access.put(eventOf(acting, 'lookUp', memberId, what));
};

interface Narrowed {
  readonly cursor?: string | undefined;
  readonly from?: string | undefined;
  readonly before?: string | undefined;
  readonly memberId?: string | undefined;
}

/** A page of something that is taken along. */
interface Taking {
  /** Where the store goes on. */
  readonly cursor: string | undefined;
  /** The link to the page after, which names the event that this download is noted under. */
  readonly linkTo: (next: string | undefined) => { readonly next?: string };
}

/** Nobody signs it: what it names is looked up. */
const link = z.strictObject({
  at: z.iso.datetime(),
  ids: z.array(z.uuid()).min(1).max(2),
  cursor: z.string().min(1).max(1000),
});
type Link = z.output<typeof link>;

/** After this long it is another download, whatever its link says. */
const ONE_DOWNLOAD_MS = 3_600_000;

const readLink = (text: string): Link => {
  try {
    return link.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new Problem('cursor-invalid', 'Start the download again from its first page.');
  }
};

const isSame = (one: AccessEvent | undefined, { kind, memberId, by, detail }: AccessEvent): boolean =>
  one?.kind === kind && one.memberId === memberId && one.by === by && one.detail === detail;

/** Whether this download was written down: the events that it needs stand there, by the same person and of late. */
const isNoted = async (store: TenantStore, { now }: Acting, { at, ids }: Link, needed: readonly AccessEvent[]) => {
  const age = Date.parse(now) - Date.parse(at);
  if (ids.length !== needed.length || age < 0 || age > ONE_DOWNLOAD_MS) return false;
  const there = await Promise.all(ids.map((id) => store.access.at(at, id)));
  return needed.every((event, n) => isSame(there[n], event));
};

/** What is taken along is one access event however many pages it has, before its first byte is given out. */
export const noteDownload = async (
  store: TenantStore,
  acting: Acting,
  { cursor, from, before, memberId }: Narrowed,
  what: string,
): Promise<Taking> => {
  const period = [
    ...(from === undefined ? [] : [`from ${from}`]),
    ...(before === undefined ? [] : [`before ${before}`]),
  ];
  const needed = [
    eventOf(acting, 'export', undefined, [what, ...period].join(', ')),
    ...(memberId === undefined ? [] : [eventOf(acting, 'lookUp', memberId, what)]),
  ];
  const came = cursor === undefined ? undefined : readLink(cursor);
  const known = came !== undefined && (await isNoted(store, acting, came, needed));
  if (!known) for (const event of needed) await store.access.put(event);
  const { at, ids } = known ? came : { at: acting.now, ids: needed.map(({ id }) => id) };
  return {
    cursor: came?.cursor,
    linkTo: (next) =>
      next === undefined ? {} : { next: Buffer.from(JSON.stringify({ at, ids, cursor: next })).toString('base64url') },
  };
};
