import { abandonBelow } from '#functions/lib/aws/multipart.ts';
import type { Bucket, ObjectPlace } from '#functions/lib/aws/objects.ts';
import { Counting } from '#functions/lib/exports/counting.ts';
import { storedEntry } from '#functions/lib/exports/bundle-entries.ts';
import type { Digested } from '#functions/lib/exports/digest.ts';
import type { Selection } from '#functions/lib/exports/selection.ts';
import type { Packing } from '#functions/lib/exports/bundle-steps.ts';
import { MANIFEST } from '#functions/lib/exports/manifest.ts';
import { writeType, type TypeState } from '#functions/lib/exports/record-files.ts';
import { boundsOf, shownTo, wantedBy, type Bounds, type Shaping } from '#functions/lib/exports/shaping.ts';
import type { Held } from '#functions/lib/jobs/held.ts';
import type { Turn, Work } from '#functions/lib/jobs/work.ts';
import type { StoredFile, Table, Tenant } from '#functions/lib/store/index.ts';
import { allowed, mayDo, seesPersonal } from '#shared/derive/access.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import { writeBundle } from './bundle.ts';
import { checkpointOf, type Checkpoint } from './checkpoint.ts';
import { exportPlace, ZIP } from './places.ts';
import { forgetChosen, selectionFor } from './chosen.ts';
import { beginRedaction, discard, forget, isSearched, type Redaction } from './redacting.ts';

/** Where exports lie, where the photos and documents are that go with them, and what was released. */
export interface Buckets {
  readonly exports: Bucket;
  readonly attachments: Bucket;
  readonly releases: Bucket;
}

const recordsOf = ({ job, actor }: Held<'export'>): AnyRecordType[] => {
  if (job.order.archive && !mayDo(actor.role, 'archiveAgency'))
    throw new Problem('forbidden', 'Your role may not archive the whole agency.');
  return job.order.recordTypes.map((name) => {
    const record = recordNamed(name);
    if (record === undefined || !allowed(record, actor.role, 'read'))
      throw new Problem('forbidden', `Your role may not export ${name}.`);
    return record;
  });
};

const agencyOf = async ({ store }: Held<'export'>) => {
  const tenant = await store.tenant();
  if (tenant === undefined) throw new Problem('not-found', 'Your agency is not set up.');
  return tenant;
};

const shapingOf = ({ job, actor }: Held<'export'>, bounds: Bounds, only: Selection | undefined): Shaping => ({
  only,
  wanted: wantedBy(bounds),
  ...shownTo(actor.role, job.personal),
  file: () => true,
});

/** One record type after another, each from the checkpoint on. */
const writeTypes = async (
  turn: Turn<'export'>,
  records: readonly AnyRecordType[],
  placeOf: (name: string) => ObjectPlace,
  shaping: Shaping,
  counting: Counting,
): Promise<'over' | 'more'> => {
  const { held } = turn;
  for (;;) {
    const at = checkpointOf(held.job);
    const record = records[at.type];
    if (record === undefined) return 'over';
    const note = (rows: number) => {
      held.note({ progress: { done: at.rows + rows, total: Math.max(counting.total, at.rows + rows) } });
    };
    const checkpoint = (state: TypeState) => held.checkpoint({ checkpoint: { ...at, state } satisfies Checkpoint });
    const written = await writeType({ turn, record, placeOf, shaping, note, checkpoint }, at.state);
    if (written === undefined) return 'more';
    const files: StoredFile[] = await Promise.all(
      written.map(async (file) => ({
        name: file.sheet.name,
        recordType: record.name,
        rows: file.rows,
        ...(await file.digested()),
      })),
    );
    const rows = at.rows + (written[0]?.rows ?? 0);
    await held.checkpoint({
      files: [...(held.job.files ?? []), ...files],
      checkpoint: { ...at, type: at.type + 1, state: {}, rows } satisfies Checkpoint,
      progress: { done: rows, total: Math.max(counting.total, rows) },
    });
    if (turn.mustHandOver()) return 'more';
  }
};

interface Written {
  readonly types: readonly AnyRecordType[];
  readonly bounds: Bounds;
  readonly agency: Tenant;
  readonly redaction: Redaction | undefined;
}

/** Everything of an export, written by way of its shaping. `undefined` when time ran out. */
const writeAll = async (
  packing: Packing,
  { types, bounds, agency, redaction }: Written,
): Promise<readonly StoredFile[] | undefined> => {
  const { turn, placeOf, shaping } = packing;
  const { held } = turn;
  const counting = new Counting(held.store, held.job.progress.total);
  if (checkpointOf(held.job).bundle === undefined) void counting.run(types, bounds, shaping.only);
  try {
    if ((await writeTypes(turn, types, placeOf, shaping, counting)) === 'more') return undefined;
  } finally {
    counting.stop();
  }
  if ((await redaction?.log()) === 'more') return undefined;
  const zip = await writeBundle(packing, types, agency);
  return zip && finishedFiles(held, placeOf, zip);
};

const finishedFiles = async (
  { job }: Held<'export'>,
  placeOf: (name: string) => ObjectPlace,
  zip: Digested,
): Promise<readonly StoredFile[]> => {
  const { bytes, crc32, sha256 } = await storedEntry(MANIFEST, placeOf(MANIFEST));
  return [...(job.files ?? []), { name: MANIFEST, bytes, crc32, sha256 }, { name: ZIP, ...zip }];
};

/** Nothing is left but to say so. What only the job needed to know goes first, and is asked for no more. */
const close = async (
  held: Held<'export'>,
  placeOf: (name: string) => ObjectPlace,
  files: readonly StoredFile[],
): Promise<'over'> => {
  if (held.job.order.redaction !== undefined) await forget(held.job, placeOf);
  await forgetChosen(held.job, placeOf);
  await abandonBelow(placeOf(''));
  const { progress } = held.job;
  await held.finish({ state: 'done', files, progress: { ...progress, total: progress.done } });
  return 'over';
};

const run = async (buckets: Buckets, turn: Turn<'export'>): Promise<'over' | 'more'> => {
  const { held } = turn;
  const placeOf = (name: string) => exportPlace(buckets.exports, held.actor.tenantId, held.job.id, name);
  // Settled once, before the first row: whoever is promoted meanwhile gets no more into files that viewers may take.
  if (held.job.state === 'waiting')
    await held.checkpoint({ state: 'running', personal: seesPersonal(held.actor.role) });
  const { bundle } = checkpointOf(held.job);
  if (bundle?.closed !== undefined && isSearched(held.job))
    return close(held, placeOf, await finishedFiles(held, placeOf, bundle.closed.digested));
  const agency = await agencyOf(held);
  const types = recordsOf(held);
  const bounds = boundsOf(held.job.order, agency.timeZone);
  const shaping = shapingOf(held, bounds, await selectionFor(held, placeOf));
  const asked = held.job.order.redaction;
  const redaction = asked && (await beginRedaction({ turn, types, shaping, buckets, placeOf }, asked));
  if (redaction === 'more') return 'more';
  const { attachments, releases } = buckets;
  const packing = { turn, shaping: redaction?.shaping ?? shaping, placeOf, attachments, releases };
  const files = await writeAll(packing, { types, bounds, agency, redaction });
  if (files === undefined) return 'more';
  if ((await redaction?.check(files)) === 'more') return 'more';
  return close(held, placeOf, files);
};

/**
 * Gives up the uploads in parts. Files that were whole already are reached by nobody, and expire with all others; a
 * redacted copy that did not come to its end leaves nothing behind.
 */
const clear = async (buckets: Buckets, held: Held<'export'>): Promise<void> => {
  const placeOf = (name: string) => exportPlace(buckets.exports, held.tenantId, held.job.id, name);
  await abandonBelow(placeOf(''));
  if (held.job.order.redaction !== undefined) await discard(held.job, placeOf);
  await forgetChosen(held.job, placeOf);
};

export const exportWork = (table: Table, buckets: Buckets, functionName: string): Work<'export'> => ({
  kind: 'export',
  table,
  functionName,
  may: (role) => mayDo(role, 'exportRecords'),
  run: (turn) => run(buckets, turn),
  clear: (held) => clear(buckets, held),
});
