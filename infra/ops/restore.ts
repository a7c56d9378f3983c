import type { OperatorDesk } from '#functions/lib/usecases/tenants.ts';
import { noteRestoration, requireOpen } from '#functions/lib/usecases/tenants.ts';
import { restoreTenant, type RestoreCount, type Restored } from '#functions/lib/usecases/restore-tenant.ts';
import { Problem } from '#shared/model/problem.ts';
import { allRecords } from '#shared/records/index.ts';
import type { CommandOf } from './command.ts';
import type { Target } from './target.ts';
import type { Answer } from './tenants.ts';

/** Lines of each kind; a whole agency has tens of thousands of records. */
const MOST_LINES = 20;

const lineOf = ({ type, id, what, version, fields, erased = [] }: Restored): string => {
  const but = erased.length === 0 ? '' : ` (${erased.join(', ')}: erased since, and not brought back)`;
  switch (what) {
    case 'changed':
      return `${type} ${id}, now at version ${version}: ${fields.join(', ')}${but}`;
    case 'missing':
      return `${type} ${id} is gone; the copy has version ${version}${but}`;
    case 'erased':
      return `${type} ${id} stays as it is${but}`;
    case 'fileBack':
      return `the file of ${type} ${id} was deleted, and a version of it is there`;
    case 'fileGone':
      return `the file of ${type} ${id} is gone for good`;
    case 'newer':
      return `${type} ${id} came after the copy and stays`;
    case 'disposed':
      return `${type} ${id} was disposed of and stays so`;
    case 'moved':
      return `${type} ${id} was changed by somebody else just now: repeat the command`;
  }
};

const headline = (count: RestoreCount, written: boolean): string => {
  const { same, changed, missing, newer, disposed, moved, erased, fileBack, fileGone } = count;
  const [verb, back] = written ? ['were set to', 'were brought back'] : ['would be set to', 'would be brought back'];
  return [
    `${changed} records ${verb} what the copy holds, ${missing} that are gone ${back}.`,
    `${same} are as in the copy, ${newer} came after it and stay${disposed === 0 ? '' : `, ${disposed} were disposed of and stay so`}${moved === 0 ? '' : `, ${moved} were changed just now: repeat the command`}.`,
    ...(erased === 0 ? [] : [`In ${erased}, personal values were erased since and are not brought back.`]),
    ...(fileBack + fileGone === 0
      ? []
      : [`Of files that were deleted since, ${fileBack} ${back}, and ${fileGone} are gone for good.`]),
    ...(written ? [] : ['Nothing has been written. Add --write to do it.']),
  ].join('\n');
};

/** Tells what a copy would bring back into the table, or does it. */
export const restore = async (
  desk: OperatorDesk,
  { copyOf, attachments }: Pick<Target, 'copyOf' | 'attachments'>,
  { id, from, type, reason, write }: CommandOf<'restore'>,
  say: (line: string) => void,
): Promise<Answer> => {
  if (from === desk.table.name)
    throw new Problem('conflict', 'Name the table of the copy, not the one that is in use.');
  await requireOpen(desk, id);
  const lines: Partial<Record<Restored['what'], number>> = {};
  const tell = (restored: Restored): void => {
    const before = lines[restored.what] ?? 0;
    lines[restored.what] = before + 1;
    if (before < MOST_LINES) say(lineOf(restored));
    else if (before === MOST_LINES) say(`... and more that are ${restored.what}`);
  };
  const records = type === undefined ? allRecords : allRecords.filter(({ name }) => name === type);
  const files = await attachments();
  const placeOf = (key: string) => ({ ...files, key });
  const order = {
    tenantId: id,
    copy: copyOf(from),
    records,
    placeOf,
    reason: `Restored from ${from}: ${reason}`,
    write,
  };
  const count = await restoreTenant(desk.table, order, tell);
  const [back, filesBack] = [count.changed + count.missing, count.fileBack];
  if (write && back + filesBack > 0)
    await noteRestoration(
      desk,
      id,
      `${back} records${filesBack === 0 ? '' : ` and ${filesBack} files`} from ${from}: ${reason}`,
    );
  return { text: headline(count, write), json: { ...count, written: write } };
};
