import { v7 } from 'uuid';
import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { putObject } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import {
  AGENCY_FILE,
  archivedAgencySchema,
  attachmentFile,
  type ArchivedAgency,
} from '#functions/lib/exports/archive-format.ts';
import { fromItem, provisioning, restoring, tenantStore } from '#functions/lib/store/index.ts';
import { OPERATOR_MEMBER } from '#shared/model/principal.ts';
import { Problem } from '#shared/model/problem.ts';
import { settingsPatch } from '#shared/model/settings.ts';
import { allRecords, records } from '#shared/records/index.ts';
import { fillType, type Filling } from './import-archive-records.ts';
import { showTenant, type OperatorDesk } from './tenants.ts';

/** An archive that was opened. What it names must have been held against its list of digests. */
export interface ArchiveSource {
  readonly text: (name: string) => Promise<string>;
  readonly bytes: (name: string) => Promise<Buffer>;
  readonly lines: (name: string) => AsyncIterable<string>;
}

export interface ArchiveOrder {
  readonly tenantId: string;
  readonly archive: ArchiveSource;
  readonly placeOf: (key: string) => ObjectPlace;
  /** Goes on with an import of the same archive that was interrupted. */
  readonly goOn: boolean;
  readonly say: (line: string) => void;
}

export interface Brought {
  readonly records: number;
  readonly entries: number;
  readonly files: number;
  readonly members: number;
}

const refuseFilled = async ({ table }: OperatorDesk, { tenantId, goOn }: ArchiveOrder): Promise<void> => {
  if (goOn) return;
  for (const record of allRecords)
    if (await restoring(table, tenantId).hasAny(record))
      throw new Problem(
        'conflict',
        `The agency has ${record.label.many.toLowerCase()} already. An archive goes into an empty agency only. ` +
          'If an import of this archive was interrupted, repeat it with --go-on.',
      );
};

/** As former members: they stand on records and in the history, and nobody signs in as one of them. */
const bringMembers = async ({ table }: OperatorDesk, tenantId: string, { members }: ArchivedAgency): Promise<void> => {
  for (const member of members)
    await provisioning(table).putMemberOnce(tenantId, { ...member, email: '', status: 'removed', revoked: {} });
};

/** What the agency had set, with the event of the import. */
const bringSettings = async ({ table, now }: OperatorDesk, tenantId: string, agency: ArchivedAgency): Promise<void> => {
  const store = tenantStore(table, { tenantId });
  const { settingsVersion = 1 } = (await store.tenant()) ?? {};
  const event = {
    id: v7(),
    at: now,
    kind: 'archiveImported',
    by: OPERATOR_MEMBER,
    detail: `Of ${agency.name} (${agency.id})`,
  } as const;
  await store.changeSettings(settingsVersion, settingsPatch.parse(agency.settings), event);
};

/** Photos and documents, each held against the digest that its record has. */
const bringFiles = async (desk: OperatorDesk, { tenantId, archive, placeOf }: ArchiveOrder): Promise<number> => {
  const store = tenantStore(desk.table, { tenantId });
  let files = 0;
  let after: string | undefined;
  do {
    const { items, more } = await store.itemsAfter(records.attachment, 200, after);
    for (const { id, values } of items.map((item) => fromItem(records.attachment, item))) {
      if (values['state'] !== 'ready') continue;
      const place = placeOf(fileKey(tenantId, id));
      await putObject(place, String(values['contentType']), await archive.bytes(attachmentFile(id)));
      files += 1;
    }
    after = more ? String(items.at(-1)?.['id']) : undefined;
  } while (after !== undefined);
  return files;
};

/**
 * Fills an empty agency with an archive. Ids and versions stay, and so does every entry of the history, under a chain of
 * this agency that names the one it had. Stops at the first record whose history does not hold.
 */
export const importArchive = async (desk: OperatorDesk, order: ArchiveOrder): Promise<Brought> => {
  const { tenantId, archive, say } = order;
  await showTenant(desk, tenantId);
  const agency = archivedAgencySchema.parse(JSON.parse(await archive.text(AGENCY_FILE)));
  await refuseFilled(desk, order);
  await bringMembers(desk, tenantId, agency);
  const filling: Filling = { desk, archive, from: agency.id, to: tenantId };
  const sum = { records: 0, entries: 0 };
  for (const record of allRecords) {
    const brought = await fillType(filling, record);
    sum.records += brought.records;
    sum.entries += brought.entries;
    say(`${record.label.many}: ${brought.records} records, ${brought.entries} entries`);
  }
  const files = await bringFiles(desk, order);
  await bringSettings(desk, tenantId, agency);
  return { ...sum, files, members: agency.members.length };
};
