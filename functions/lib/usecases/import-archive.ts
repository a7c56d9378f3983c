import { v7 } from 'uuid';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { AGENCY_FILE, archivedAgencySchema, type ArchivedAgency } from '#functions/lib/exports/archive-format.ts';
import { provisioning, restoring, tenantStore } from '#functions/lib/store/index.ts';
import { OPERATOR_MEMBER } from '#shared/model/principal.ts';
import { Problem } from '#shared/model/problem.ts';
import { noPolicy } from '#shared/permit/retention.ts';
import { settingsPatch } from '#shared/model/settings.ts';
import { allRecords } from '#shared/records/index.ts';
import { bringBeside, noneBeside } from './import-archive-beside.ts';
import { bringAttachments } from './import-archive-files.ts';
import { fillType, type Filling } from './import-archive-records.ts';
import { requireOpen, type OperatorDesk } from './tenants.ts';

/** An archive that was opened. What it names must have been held against its list of digests. */
export interface ArchiveSource {
  readonly text: (name: string) => Promise<string>;
  readonly chunks: (name: string) => AsyncIterable<Uint8Array>;
  readonly names: () => readonly string[];
  readonly lines: (name: string) => AsyncIterable<string>;
}

export interface ArchiveOrder {
  readonly tenantId: string;
  readonly archive: ArchiveSource;
  /** Where photos and documents are kept, and what was released. */
  readonly attachments: (key: string) => ObjectPlace;
  readonly releases: (key: string) => ObjectPlace;
  /** Goes on with an import of the same archive that was interrupted. */
  readonly goOn: boolean;
  readonly say: (line: string) => void;
}

export interface Brought {
  readonly records: number;
  readonly entries: number;
  readonly files: number;
  readonly members: number;
  readonly disposals: number;
  readonly released: number;
  /** Files that the agency had lost before the archive was made. */
  readonly lost: number;
}

const refuseFilled = async ({ table }: OperatorDesk, { tenantId, goOn }: ArchiveOrder): Promise<void> => {
  if (goOn) return;
  if ((await tenantStore(table, { tenantId }).retention.policy()).version !== noPolicy.version)
    throw new Problem('conflict', 'The agency has retention rules already. An archive goes into an empty agency only.');
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

/**
 * Fills an empty agency with an archive. Ids and versions stay, and so does every entry of the history, under a chain of
 * this agency that names the one it had. Stops at the first record whose history does not hold.
 */
export const importArchive = async (desk: OperatorDesk, order: ArchiveOrder): Promise<Brought> => {
  const { tenantId, archive, say } = order;
  await requireOpen(desk, tenantId);
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
  const beside = agency.version === 1 ? noneBeside : await bringBeside(desk, order);
  const { files, lost } = await bringAttachments(desk, order);
  await bringSettings(desk, tenantId, agency);
  const { disposals, released } = beside;
  return { ...sum, files, members: agency.members.length, disposals, released, lost: lost + beside.lost };
};
