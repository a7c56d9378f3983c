import * as z from 'zod';

const sessionItem = z.object({
  id: z.string(),
  memberId: z.string(),
  startedAt: z.string(),
  /** Written when tokens are renewed and with requests, and so up to a minute behind. */
  lastSeenAt: z.string(),
  address: z.string(),
  agent: z.string(),
  endedAt: z.string().optional(),
  /** When the person last gave their password again, before something that cannot be undone. */
  provenAt: z.string().optional(),
});
/** One sign-in on one device, with all that was renewed from it. Its id is the `origin_jti` of its tokens. */
export type Session = z.output<typeof sessionItem>;

export const toSession = (item: unknown): Session => sessionItem.parse(item);
export const sessionPartition = (tenantId: string, memberId: string) => `${tenantId}#session#${memberId}`;
export const sessionKey = (tenantId: string, memberId: string, id: string) => ({
  pk: sessionPartition(tenantId, memberId),
  sk: id,
});
