import type { Held } from '#functions/lib/jobs/held.ts';
import type { ExportedFile } from '#shared/model/job.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { archiveContents } from './archive-contents.ts';
import type { Tally } from './bundle.ts';
import { inOrderOfKeys } from './ordered.ts';

export const MANIFEST = 'manifest.json';

/** What the bundle has beside the files of records. */
export interface Folders {
  readonly records: readonly { readonly recordType: string; readonly folders: number }[];
  readonly files: number;
  readonly missingFiles: number;
}

/** `types` had steps of their own, in this order, after the first one; the files came last. */
export const foldersIn = (types: readonly AnyRecordType[], tally: readonly Tally[]): Folders => {
  const files = tally[types.length + 1];
  return {
    records: types.map(({ name }, n) => ({ recordType: name, folders: tally[n + 1]?.folders ?? 0 })),
    files: (files?.entries ?? 0) - (files?.missing ?? 0),
    missingFiles: files?.missing ?? 0,
  };
};

/** What is in an export, by which filter, by whom and when: a reader can count and hash against it. */
export const manifestText = async (
  { store, job }: Held<'export'>,
  agency: { readonly id: string; readonly name: string },
  files: readonly ExportedFile[],
  folders: Folders,
): Promise<string> => {
  const member = await store.member(job.createdBy);
  const manifest = {
    format: 'stormledger-export',
    version: 2,
    agency: { id: agency.id, name: agency.name },
    requestedBy: { id: job.createdBy, name: member?.name },
    requestedAt: job.createdAt,
    filter: inOrderOfKeys({ includeArchived: false, ...job.order }),
    namesPeople: job.personal === true,
    files: files.map(({ name, recordType, rows, bytes, sha256 }) => ({ name, recordType, rows, bytes, sha256 })),
    folders,
    ...(job.order.archive && { archive: archiveContents() }),
  };
  return `${JSON.stringify(manifest, undefined, 2)}\n`;
};
