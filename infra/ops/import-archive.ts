import { importArchive } from '#functions/lib/usecases/import-archive.ts';
import type { OperatorDesk } from '#functions/lib/usecases/tenants.ts';
import { openArchive } from './archive-file.ts';
import type { CommandOf } from './command.ts';
import type { Target } from './target.ts';
import type { Answer } from './tenants.ts';

export const bringArchive = async (
  desk: OperatorDesk,
  { attachments }: Target,
  command: CommandOf<'import-archive'>,
  say: (line: string) => void,
): Promise<Answer> => {
  const archive = await openArchive(command.file);
  try {
    const bucket = await attachments();
    const brought = await importArchive(desk, {
      tenantId: command.id,
      archive,
      placeOf: (key) => ({ ...bucket, key }),
      goOn: command['go-on'],
      say,
    });
    const { records, entries, files, members } = brought;
    return {
      text: `The archive is in ${command.id}. Records: ${records}, entries of their history: ${entries}, files: ${files}, people: ${members}.`,
      json: brought,
    };
  } finally {
    await archive.close();
  }
};
