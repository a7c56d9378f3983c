import { placeIn, type Bucket, type ObjectPlace } from '#functions/lib/aws/objects.ts';
import { deleteObject, objectFacts, type ObjectFacts } from '#functions/lib/aws/stored-objects.ts';
import type { Held } from '#functions/lib/jobs/held.ts';
import type { Turn, Work } from '#functions/lib/jobs/work.ts';
import type { StoredImport, Table } from '#functions/lib/store/index.ts';
import { allowed, mayDo } from '#shared/derive/access.ts';
import { FileFault } from '#shared/import/fault.ts';
import type { Role } from '#shared/model/role.ts';
import { Problem } from '#shared/model/problem.ts';
import { records } from '#shared/records/index.ts';
import { fileAt } from './file-at.ts';
import { rowsOf } from './rows.ts';
import { undoImport } from './undo.ts';
import { ImportRun, mappingOf } from './run.ts';

/** Where an upload lies: beside attachments in quarantine, where the content check leaves it alone. */
export const uploadPlace = (bucket: Bucket, tenantId: string, id: string): ObjectPlace =>
  placeIn(bucket, tenantId, `${tenantId}/imports/${id}`);

export const mayImport = (role: Role): boolean => mayDo(role, 'importRecords');

const uploaded = async (place: ObjectPlace): Promise<ObjectFacts> => {
  const facts = await objectFacts(place);
  if (facts === undefined)
    throw new Problem(
      'conflict',
      'The uploaded file is no longer there: it is kept for seven days. Start a new import.',
    );
  return facts;
};

/** Goes through the whole file once before anything is written, so that a file that is cut off writes nothing. */
const countRows = async (held: Held<'import'>, place: ObjectPlace, facts: ObjectFacts): Promise<number> => {
  let total = 0;
  for await (const batch of rowsOf(held.job.order.format, fileAt(place, facts))) {
    total += batch.length;
    await held.beat();
  }
  if (total === 0) throw new FileFault('The file holds no rows. Export it again with its content.');
  return total;
};

const permit = ({ job, actor }: Held<'import'>): void => {
  const record = records[job.order.recordType];
  const needed = mappingOf(job).whenIdExists === 'update' ? (['create', 'update'] as const) : (['create'] as const);
  if (!needed.every((action) => allowed(record, actor.role, action)))
    throw new Problem(
      'forbidden',
      `The role of the person who started this may not add or change ${record.label.many.toLowerCase()}.`,
    );
};

const run = async (bucket: Bucket, turn: Turn<'import'>, checkpointMs?: number): Promise<'over' | 'more'> => {
  const { held } = turn;
  if (held.job.state === 'undoing') return undoImport(turn, records[held.job.order.recordType], checkpointMs);
  permit(held);
  const place = uploadPlace(bucket, held.actor.tenantId, held.job.id);
  const facts = await uploaded(place);
  if (held.job.total === undefined) {
    const total = await countRows(held, place, facts);
    await held.checkpoint({ total, progress: { done: 0, total } } satisfies Partial<StoredImport>);
  }
  const rows = rowsOf(held.job.order.format, fileAt(place, facts));
  const result = await new ImportRun(turn, records[held.job.order.recordType], mappingOf(held.job), checkpointMs).over(
    rows,
  );
  if (held.job.state === 'done') await deleteObject(place);
  return result;
};

/** `checkpointMs` is how often the progress is written; tests that stop a worker halfway ask for more. */
export const importWork = (
  table: Table,
  bucket: Bucket,
  functionName: string,
  checkpointMs?: number,
): Work<'import'> => ({
  kind: 'import',
  table,
  functionName,
  may: mayImport,
  run: (turn) => run(bucket, turn, checkpointMs),
});
