import {
  archivedDeskSchema,
  archivedDisposalSchema,
  archivedMappingSchema,
  deskFile,
  JOBS,
  MAPPINGS_FILE,
  releasedFile,
  RETENTION_FILE,
  type ArchivedDesk,
} from '#functions/lib/exports/archive-beside.ts';
import { releaseKey } from '#functions/lib/exports/places.ts';
import { restoring, tenantStore } from '#functions/lib/store/index.ts';
import { noPolicy, retentionPolicy } from '#shared/permit/retention.ts';
import { records } from '#shared/records/index.ts';
import { bringFile } from './import-archive-files.ts';
import type { ArchiveOrder } from './import-archive.ts';
import type { OperatorDesk } from './tenants.ts';

/** What an agency had beside its records. */
export interface BroughtBeside {
  rules: number;
  disposals: number;
  released: number;
  lost: number;
}

/** An older archive has none of it. */
export const noneBeside: Readonly<BroughtBeside> = { rules: 0, disposals: 0, released: 0, lost: 0 };

const contentTypes: Readonly<Record<string, string>> = {
  zip: 'application/zip',
  json: 'application/json',
  csv: 'text/csv',
};
const contentTypeOf = (name: string) => contentTypes[name.split('.').at(-1) ?? ''] ?? 'application/octet-stream';

/** The rules with their legal holds and their log, at the version that they had. */
const bringRetention = async ({ table }: OperatorDesk, { tenantId, archive }: ArchiveOrder): Promise<number> => {
  const policy = retentionPolicy.parse(JSON.parse(await archive.text(RETENTION_FILE)));
  if (policy.version === noPolicy.version) return 0;
  await restoring(table, tenantId).putPolicy(policy);
  return 1;
};

const bringMappings = async ({ table }: OperatorDesk, { tenantId, archive }: ArchiveOrder): Promise<number> => {
  let mappings = 0;
  for await (const line of archive.lines(MAPPINGS_FILE)) {
    const { recordType, sk, item } = archivedMappingSchema.parse(JSON.parse(line));
    await restoring(table, tenantId).putMapping(recordType, sk, item);
    mappings += 1;
  }
  return mappings;
};

/** Those that were decided. A disposal of the archive is as final here: its records are tombstones, which came along. */
const bringDisposals = async ({ table }: OperatorDesk, { tenantId, archive }: ArchiveOrder): Promise<number> => {
  const store = tenantStore(table, { tenantId });
  let disposals = 0;
  for (const name of archive.names().filter((one) => one.startsWith(JOBS))) {
    const disposal = archivedDisposalSchema.safeParse(JSON.parse(await archive.text(name)));
    if (!disposal.success) continue;
    await store.jobs.create({ ...disposal.data, tries: 0 });
    disposals += 1;
  }
  return disposals;
};

/** The bytes before the line that says that they went out. */
const bringReleased = async (order: ArchiveOrder, requestId: string, line: ArchivedDesk, sum: BroughtBeside) => {
  if (line.kind !== 'release') return;
  const { copyId, files } = line.item;
  for (const { name, sha256 } of files) {
    const place = order.releases(releaseKey(order.tenantId, requestId, copyId, name));
    const file = { name: releasedFile(requestId, copyId, name), place, contentType: contentTypeOf(name), sha256 };
    sum[(await bringFile(order.archive, file)) ? 'released' : 'lost'] += 1;
  }
};

const bringRequests = async (desk: OperatorDesk, order: ArchiveOrder, sum: BroughtBeside): Promise<void> => {
  const { tenantId, archive } = order;
  const store = tenantStore(desk.table, { tenantId });
  const there = new Set(archive.names());
  let after: string | undefined;
  do {
    const { items, more } = await store.itemsAfter(records.publicRecordsRequest, 200, after);
    for (const id of items.map((item) => String(item['id']))) {
      if (!there.has(deskFile(id))) continue;
      for await (const text of archive.lines(deskFile(id))) {
        const line = archivedDeskSchema.parse(JSON.parse(text));
        await bringReleased(order, id, line, sum);
        await restoring(desk.table, tenantId).putBesideRequest(id, line.kind, line.sk, line.item);
      }
    }
    after = more ? String(items.at(-1)?.['id']) : undefined;
  } while (after !== undefined);
};

/** After the records: requests are gone over as they stand in the agency that is filled. */
export const bringBeside = async (desk: OperatorDesk, order: ArchiveOrder): Promise<BroughtBeside> => {
  const sum: BroughtBeside = { ...noneBeside };
  sum.rules = (await bringRetention(desk, order)) + (await bringMappings(desk, order));
  sum.disposals = await bringDisposals(desk, order);
  await bringRequests(desk, order, sum);
  return sum;
};
