import { importArchive, type Brought } from '#functions/lib/usecases/import-archive.ts';
import type { OperatorDesk } from '#functions/lib/usecases/tenants.ts';
import { openArchive } from './archive-file.ts';
import type { CommandOf } from './command.ts';
import type { Target } from './target.ts';
import type { Answer } from './tenants.ts';

const said = (id: string, { records, entries, files, members, disposals, released, lost }: Brought): string =>
  [
    `The archive is in ${id}. Records: ${records}, entries of their history: ${entries}, files: ${files}, people: ${members}, ` +
      `disposals: ${disposals}, files that were released: ${released}.`,
    ...(lost === 0 ? [] : [`${lost} files were missing when the archive was made; their records are there.`]),
  ].join('\n');

export const bringArchive = async (
  desk: OperatorDesk,
  { attachments, releases }: Target,
  command: CommandOf<'import-archive'>,
  say: (line: string) => void,
): Promise<Answer> => {
  const archive = await openArchive(command.file);
  try {
    const [files, released] = [await attachments(), await releases()];
    const brought = await importArchive(desk, {
      tenantId: command.id,
      archive,
      attachments: (key) => ({ ...files, key }),
      releases: (key) => ({ ...released, key }),
      goOn: command['go-on'],
      say,
    });
    return {
      text: said(command.id, brought),
      json: brought,
    };
  } finally {
    await archive.close();
  }
};
