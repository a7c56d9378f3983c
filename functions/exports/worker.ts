import { putObject } from '#functions/lib/aws/multipart.ts';
import { placeIn, type Bucket, type ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { Held } from '#functions/lib/jobs/held.ts';
import type { Turn, Work } from '#functions/lib/jobs/work.ts';
import type { Table } from '#functions/lib/store/index.ts';
import { allowed, seesPersonal } from '#shared/derive/access.ts';
import type { ExportedFile } from '#shared/model/job.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { everyone } from '#shared/model/role.ts';
import { recordNamed } from '#shared/records/index.ts';
import { addDays } from '#shared/time/civil.ts';
import { startOfDay } from '#shared/time/day-start.ts';
import { measured, packZip } from './pack.ts';
import { writeType, type TypeState } from './record-files.ts';

export const ZIP = 'export.zip';
const MANIFEST = 'manifest.json';
/** Packing is not taken up again halfway, so it begins only with this much time ahead. */
const PACKING_MS = 4 * 60_000;

interface Checkpoint {
  /** Which of the ordered record types is in hand, and how far its files are. */
  readonly type: number;
  readonly state: TypeState;
  /** Rows of the types before it. */
  readonly rows: number;
}

export const exportPlace = (bucket: Bucket, tenantId: string, id: string, name: string): ObjectPlace =>
  placeIn(bucket, tenantId, `${tenantId}/exports/${id}/${name}`);

const recordsOf = ({ job, actor }: Held<'export'>): AnyRecordType[] =>
  job.order.recordTypes.map((name) => {
    const record = recordNamed(name);
    if (record === undefined || !allowed(record, actor.role, 'read'))
      throw new Problem('forbidden', `Your role may not export ${name}.`);
    return record;
  });

const agencyOf = async ({ store }: Held<'export'>) => {
  const tenant = await store.tenant();
  if (tenant === undefined) throw new Problem('not-found', 'Your agency is not set up.');
  return tenant;
};

/** Which records belong to the order: by the day they were made, in the agency's own time. */
const filterOf = ({ order }: Held<'export'>['job'], zone: string): ((stored: Stored) => boolean) => {
  const from = order.from === undefined ? '' : startOfDay(order.from, zone);
  const before = order.to === undefined ? '~' : startOfDay(addDays(order.to, 1), zone);
  return ({ archivedAt, createdAt }) =>
    (archivedAt === undefined || order.includeArchived === true) && createdAt >= from && createdAt < before;
};

const manifestOf = async (
  { store, job }: Held<'export'>,
  agency: { id: string; name: string },
  files: readonly ExportedFile[],
) => {
  const member = await store.member(job.createdBy);
  return {
    format: 'stormledger-export',
    version: 1,
    agency: { id: agency.id, name: agency.name },
    requestedBy: { id: job.createdBy, name: member?.name },
    requestedAt: job.createdAt,
    filter: { includeArchived: false, ...job.order },
    files,
  };
};

/** One record type after another, each from the checkpoint on. */
const writeTypes = async (
  turn: Turn<'export'>,
  placeOf: (name: string) => ObjectPlace,
  wanted: (stored: Stored) => boolean,
): Promise<'over' | 'more'> => {
  const { held } = turn;
  const records = recordsOf(held);
  for (;;) {
    const at = (held.job.checkpoint as Checkpoint | undefined) ?? { type: 0, state: {}, rows: 0 };
    const record = records[at.type];
    if (record === undefined) return 'over';
    const checkpoint = (state: TypeState, rows: number) =>
      held.checkpoint({ checkpoint: { ...at, state } satisfies Checkpoint, progress: { done: at.rows + rows } });
    const written = await writeType(
      { turn, record, formats: held.job.order.formats, placeOf, wanted, checkpoint },
      at.state,
    );
    if (written === undefined) return 'more';
    const files: ExportedFile[] = [];
    for (const file of written)
      files.push({ name: file.name, recordType: record.name, rows: file.rows, ...(await measured(held, file.place)) });
    const rows = at.rows + (written[0]?.rows ?? 0);
    await held.checkpoint({
      files: [...(held.job.files ?? []), ...files],
      checkpoint: { type: at.type + 1, state: {}, rows } satisfies Checkpoint,
      progress: { done: rows },
    });
    if (turn.mustHandOver()) return 'more';
  }
};

const run = async (bucket: Bucket, turn: Turn<'export'>): Promise<'over' | 'more'> => {
  const { held } = turn;
  const placeOf = (name: string) => exportPlace(bucket, held.actor.tenantId, held.job.id, name);
  // Settled once, before the first row: whoever is promoted meanwhile gets no more into files that viewers may take.
  if (held.job.state === 'waiting')
    await held.checkpoint({ state: 'running', personal: seesPersonal(held.actor.role) });
  const agency = await agencyOf(held);
  if (
    (await writeTypes(turn, placeOf, filterOf(held.job, agency.timeZone))) === 'more' ||
    turn.mustHandOver(PACKING_MS)
  )
    return 'more';
  const written = held.job.files ?? [];
  const manifest = Buffer.from(`${JSON.stringify(await manifestOf(held, agency, written), undefined, 2)}\n`);
  await putObject(placeOf(MANIFEST), 'application/json', manifest);
  const files = [...written, { name: MANIFEST, ...(await measured(held, placeOf(MANIFEST))) }];
  await packZip(held, files, placeOf, ZIP);
  await held.finish({ state: 'done', files: [...files, { name: ZIP, ...(await measured(held, placeOf(ZIP))) }] });
  return 'over';
};

export const exportWork = (table: Table, bucket: Bucket, functionName: string): Work<'export'> => ({
  kind: 'export',
  table,
  functionName,
  may: (role) => everyone.includes(role),
  run: (turn) => run(bucket, turn),
});
