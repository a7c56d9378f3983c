import * as z from 'zod';
import { tenantIdPattern } from '#shared/model/principal.ts';

/** Where a file lies, in quarantine and after: generated from ids, never from a file's own name. */
export const fileKey = (tenantId: string, attachmentId: string): string => `${tenantId}/attachments/${attachmentId}`;

const parts = z.tuple([z.string().regex(tenantIdPattern), z.literal('attachments'), z.uuid()]);

/** Which attachment a key belongs to; undefined for anything else in the bucket. */
export const readFileKey = (key: string): { tenantId: string; attachmentId: string } | undefined => {
  const parsed = parts.safeParse(key.split('/'));
  return parsed.success ? { tenantId: parsed.data[0], attachmentId: parsed.data[2] } : undefined;
};
