import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { placeIn } from '#functions/lib/aws/objects.ts';
import type { Tenant, TenantStore } from '#functions/lib/store/index.ts';
import { records } from '#shared/records/index.ts';
import { AGENCY_FILE, ARCHIVE_FORMAT, attachmentFile, type ArchivedAgency } from './archive-format.ts';
import { storedEntry, textEntry } from './bundle-entries.ts';
import type { Packing } from './bundle-steps.ts';
import type { Step } from './bundle.ts';
import { prettyText } from './ordered.ts';
import { allPages } from './walk.ts';

const agencyText = async (store: TenantStore, { id, name, timeZone, settings }: Tenant): Promise<string> => {
  const members = (await store.members()).map((member) => ({ id: member.id, name: member.name, role: member.role }));
  const agency: ArchivedAgency = {
    format: ARCHIVE_FORMAT,
    version: 2,
    id,
    name,
    timeZone,
    settings: { ...settings },
    members,
  };
  return prettyText(agency);
};

/** Who the agency is, what it has set, and who stands on its records. */
export const agencyStep = ({ turn }: Packing, agency: Tenant): Step =>
  async function* () {
    const entry = textEntry(AGENCY_FILE, await agencyText(turn.held.store, agency));
    yield { key: AGENCY_FILE, entries: [() => Promise.resolve(entry)] };
  };

/** Every photo and document that was found clean, under the id of its record. */
export const attachmentStep = ({ turn, attachments }: Packing): Step =>
  async function* (from = '') {
    const { tenantId, store } = turn.held;
    for await (const { items } of allPages(store, records.attachment, from.slice(0, -1) || undefined))
      for (const stored of items) {
        if (stored.id < from || stored.values['state'] !== 'ready') continue;
        const place = placeIn(attachments, tenantId, fileKey(tenantId, stored.id));
        yield { key: stored.id, entries: [() => storedEntry(attachmentFile(stored.id), place)] };
      }
  };
