import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { fromItem, tenantStore, type Table } from '#functions/lib/store/index.ts';
import { SYSTEM_MEMBER } from '#shared/model/principal.ts';
import type { ValuesOf } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';
import { refusalOf } from './content.ts';
import type { Quarantine } from './quarantine.ts';
import { heldBecause } from './restricted.ts';

const { attachment } = records;
type Attachment = ValuesOf<typeof attachment.fields>;

export interface Occasion {
  readonly at: string;
  readonly requestId: string;
}

/**
 * Checks one file and enters the outcome into its record. Safe to repeat: a file that was decided on is only
 * cleared out of quarantine, so nothing sent later under the same link can take its place.
 */
export const checkFile = async (
  table: Table,
  buckets: Quarantine,
  { tenantId, attachmentId }: { tenantId: string; attachmentId: string },
  { at, requestId }: Occasion,
): Promise<'ready' | 'held' | 'refused' | 'ignored'> => {
  const key = fileKey(tenantId, attachmentId);
  const store = tenantStore(table, { tenantId });
  const item = await store.get(attachment, attachmentId);
  const values = item && (fromItem(attachment, item).values as Attachment);
  const content = values?.state === 'waiting' ? await buckets.read(key) : undefined;
  if (item === undefined || values === undefined || content === undefined) {
    await buckets.discard(key);
    return 'ignored';
  }
  const refusal = refusalOf(content, values);
  if (refusal === undefined) await buckets.release(key, values.contentType);
  const held = refusal === undefined ? await heldBecause(content, values.contentType) : undefined;
  const outcome =
    refusal !== undefined
      ? { state: 'refused' as const, refusal }
      : held !== undefined
        ? { state: 'held' as const, held }
        : { state: 'ready' as const };
  const by = {
    principal: { tenantId, memberId: SYSTEM_MEMBER, role: 'system' as const },
    at,
    requestId,
    source: 'system' as const,
  };
  await store.put(attachment, item, { values: { ...values, ...outcome } }, 'check', by);
  await buckets.discard(key);
  return outcome.state;
};
