import { allowed, isTheirs, ownWorkSentence, type Who } from '#shared/derive/access.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { roleLabels } from '#shared/model/role.ts';

const plural = new Intl.ListFormat('en', { type: 'conjunction' });

/** The sentence in the place of an Edit button that the API would refuse; undefined where the record can be changed. */
export const whyNoChange = (
  record: AnyRecordType,
  who: Who & { readonly closing: boolean },
  item: Stored,
): string | undefined => {
  if (who.closing) return 'Your agency is closing its account, so nothing can be changed.';
  const many = record.label.many.toLowerCase();
  if (record.managed) return 'Files are kept as they arrived.';
  if (!allowed(record, who.role, 'update')) {
    const named = record.access.update.map((role) => `${roleLabels[role].toLowerCase()}s`);
    return `Only ${plural.format(named)} change ${many}.`;
  }
  if (!isTheirs(record, who, item)) return `${ownWorkSentence(record, 'change')} Ask a coordinator to change this one.`;
  return item.archivedAt === undefined ? undefined : 'It is archived. Restore it before you change it.';
};
