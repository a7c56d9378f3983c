import { v7 } from 'uuid';
import { expect } from 'vitest';
import { importWork } from '#functions/imports/worker.ts';
import { openBucket } from '#functions/lib/aws/objects.ts';
import type { CredentialsFor } from '#functions/lib/aws/tenant-credentials.ts';
import { worker } from '#functions/lib/jobs/work.ts';
import { isActive, openTable, tenantStore, type StoredImport, type StoredJob } from '#functions/lib/store/index.ts';
import type { Mapping } from '#shared/model/job.ts';
import { errorsOf, everyRecord, upload } from '#test/functions/imports/office.ts';
import { operatorOf } from '#test/functions/session/desk.ts';
import { nameOf } from '#test/support/as-function.ts';
import { fernwick, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { Life, type Call, type Fate } from './life.ts';

const tenantId = fernwick.id;
const now = () => new Date().toISOString();
/** What the file changes, adds, repeats and has wrong, by row; the rest is new. */
export const [CHANGED, SAME, NEW, REPEATED, WRONG] = [8, 3, 30, 2, 2];
const ROWS = CHANGED + SAME + NEW + REPEATED + WRONG;

interface Row {
  readonly id: string;
  readonly type: string;
  readonly notes: string;
}
const csv = (rows: readonly Row[]) =>
  `GlobalID,Type,Notes\n${rows.map(({ id, type, notes }) => `${id},${type},${notes}`).join('\n')}\n`;

/** The records of one run, without their ids, which are made of that of the job. */
const shown = async (by: Visitor, run: string) =>
  (await everyRecord(by))
    .map(({ version, values }) => ({ version, name: String(values['externalId']), notes: values['notes'] }))
    .filter(({ name }) => name.startsWith(run))
    .map(({ name, ...one }) => ({ ...one, name: name.slice(run.length) }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));

/** Runs imports whose workers go wrong as they are told, and takes them back so. Progress is written after each row, or at the end. */
export const importOffice = (stack: TestStack, credentials: CredentialsFor, by: Visitor) => {
  const { table } = operatorOf(stack);
  const { jobs } = tenantStore(table, { tenantId });
  const jobOf = async (id: string) => (await jobs.get(id)) as StoredImport;

  const watch = ({ commandName, input }: Call): void => {
    const { Item } = input as { Item?: StoredJob & { entity: string } };
    if (commandName !== 'PutCommand' || Item?.entity !== 'job') return;
    const { done, total = Infinity } = Item.progress;
    expect(done, `${done} of ${total}`).toBeLessThanOrEqual(total);
  };

  const live = async (id: string, pace: number, fate?: Fate): Promise<Life> => {
    const life = new Life(fate, watch);
    const own = openTable(table.name, credentials).of?.(tenantId);
    if (own === undefined) throw new Error('There is no table of the agency.');
    const bucket = life.bucket(openBucket(nameOf('quarantine', stack.plan.buckets), credentials), tenantId);
    try {
      await worker(importWork(life.table(own), bucket, 'nobody', pace))({ tenantId, id }, life.context());
    } catch (error) {
      if (!life.isOver) throw error;
    }
    await life.settled();
    return life;
  };

  /** Worker after worker goes as told, then one that nothing disturbs. */
  const toTheEnd = async (id: string, pace: number, fates: readonly Fate[]): Promise<Life> => {
    let life = new Life();
    for (const fate of [...fates, undefined]) {
      life = await live(id, pace, fate);
      const there = await jobOf(id);
      if (!isActive(there)) break;
      expect((await jobs.active()).map((job) => job.id)).toContain(id);
      const past = new Date(Date.now() - 120_000).toISOString();
      await jobs.save(there, { lease: there.lease && { ...there.lease, until: past } }, past);
    }
    return life;
  };

  const begin = async (id: string, change: Partial<StoredImport>) =>
    jobs.save(await jobOf(id), { ...change, tries: 0, startedBy: by.member.id }, now());

  /** Some records, and then a file that changes some of them, leaves some, adds many and has some rows wrong. */
  return async (fates: { readonly run: readonly Fate[]; readonly undo: readonly Fate[]; readonly pace: number }) => {
    const run = `${v7()}-`;
    const row = (n: number, notes: string, type = 'Manhole'): Row => ({
      id: `${run}${String(n).padStart(2, '0')}`,
      type,
      notes,
    });
    const before = Array.from({ length: CHANGED + SAME }, (_, n) => row(n, n < CHANGED ? 'Before' : 'Same'));
    const asked = async (rows: readonly Row[]) => {
      const { id, suggested } = await upload(by, { name: 'rows.csv', content: csv(rows) });
      const mapping: Mapping = { ...(suggested as Mapping), whenIdExists: 'update', whenIdRepeats: 'reject' };
      await begin(id, { state: 'running', attempt: 1, mapping });
      return id;
    };
    await toTheEnd(await asked(before), 60_000, []);
    const id = await asked([
      ...before.map((one) => ({ ...one, notes: one.notes === 'Before' ? 'After' : one.notes })),
      ...Array.from({ length: NEW }, (_, n) => row(50 + n, 'New')),
      ...Array.from({ length: REPEATED }, (_, n) => row(50 + n, 'Repeated')),
      ...Array.from({ length: WRONG }, (_, n) => row(90 + n, 'x'.repeat(5000))),
    ]);
    const imported = await toTheEnd(id, fates.pace, fates.run);
    const done = await jobOf(id);
    const afterRun = await shown(by, run);
    const errors = (await errorsOf(by, done)) as { row: number }[];
    await begin(id, {
      state: 'undoing',
      attempt: 2,
      undone: { archived: 0, restored: 0, leftAlone: 0 },
      checkpoint: undefined,
    });
    const undone = await toTheEnd(id, fates.pace, fates.undo);
    return {
      outcome: {
        run: [done.state, done.message, done.counts, done.progress],
        afterRun,
        errors: errors.map((error) => error.row),
        undo: await jobOf(id).then(({ state, message, undone: counts, progress }) => [
          state,
          message,
          counts,
          progress,
        ]),
        afterUndo: await shown(by, run),
      },
      calls: { run: imported, undo: undone },
      rows: ROWS,
    };
  };
};
