import { v7 } from 'uuid';
import { isActive, openTable, tenantStore, type StoredExport } from '#functions/lib/store/index.ts';
import { recordPartition } from '#shared/derive/keys.ts';
import { profileText } from '#shared/permit/redaction/stored-profile.ts';
import { becomeFunction } from '#test/support/as-function.ts';
import buildAssembly from '#test/support/assembly.ts';
import { make } from '#test/support/make.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { generatedTable } from './generated-table.ts';
import { deployed, measuredBy, type Used } from './own-process.ts';
import type { Figure } from './table.ts';

const MB = 1024 * 1024;
const tenantId = fernwick.id;
/** The same in each job, since it stands in the files. */
const AT = '2026-05-01T12:00:00.000Z';

interface Ran extends Used {
  readonly job: StoredExport;
  readonly invocations: number;
}

/** Export jobs of made-up rows, worked on by the deployed bundle, process after process, until they end. */
const office = (stack: TestStack, member: string, endpoint: string) => {
  const { jobs } = tenantStore(openTable(stack.plan.tables[0]?.name ?? '', becomeFunction(stack, 'exports')), {
    tenantId,
  });
  const { folder, env } = deployed(stack, 'exports', endpoint);
  const small = { ...env, AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512' };
  const jobOf = async (id: string) => (await jobs.get(id)) as StoredExport;

  const leaseRunsOut = async (id: string): Promise<void> => {
    const there = await jobOf(id);
    const past = new Date(Date.now() - 120_000).toISOString();
    await jobs.save(there, { lease: there.lease && { ...there.lease, until: past } }, past);
  };

  /** `budgetMs`: how long each invocation may take. `killAfterMs`: the first one is killed then, in the middle of it. */
  return async (order: StoredExport['order'], budgetMs?: number, killAfterMs?: number): Promise<Ran> => {
    const id = v7();
    await jobs.create({
      ...{ id, kind: 'export', state: 'waiting', version: 1, createdAt: AT, createdBy: member, updatedAt: AT },
      ...{ order, progress: { done: 0 }, tries: 0 },
    });
    const all: Used = { wallMs: 0, cpuMs: 0, startBytes: 0, peakBytes: 0 };
    const args = [folder, tenantId, id, ...(budgetMs === undefined ? [] : [String(budgetMs)])];
    for (let invocations = 1; ; invocations += 1) {
      const signal = invocations === 1 && killAfterMs !== undefined ? AbortSignal.timeout(killAfterMs) : undefined;
      const used = await measuredBy<Used>('worker-process.js', args, small, signal).catch((error: unknown) => {
        if (signal?.aborted !== true) throw error;
        return undefined;
      });
      if (used === undefined) await leaseRunsOut(id);
      else {
        const { wallMs, cpuMs, peakBytes, startBytes } = used;
        Object.assign(all, { wallMs: all.wallMs + wallMs, cpuMs: all.cpuMs + cpuMs, startBytes });
        Object.assign(all, { peakBytes: Math.max(all.peakBytes, peakBytes) });
      }
      const job = await jobOf(id);
      if (isActive(job)) continue;
      if (job.state !== 'done') throw new Error(`The export is ${job.state}: ${job.message ?? ''}`);
      return { ...all, job, invocations };
    }
  };
};

const figuresOf = (what: string, { job, invocations, cpuMs, wallMs, peakBytes }: Ran): Figure[] => [
  {
    what: `${what}: rows by second of processor`,
    measured: (job.progress.done / cpuMs) * 1000,
    unit: 'rows/s',
  },
  { what: `${what}: rows by second of the clock`, measured: (job.progress.done / wallMs) * 1000, unit: 'rows/s' },
  { what: `${what}: peak memory`, measured: peakBytes / MB, unit: 'MB', budget: { most: 512 } },
  { what: `${what}: invocations`, measured: invocations, unit: '' },
];

const same = (a: Ran, b: Ran): void => {
  const digests = ({ job }: Ran) => (job.files ?? []).map(({ name, rows, sha256 }) => `${name} ${rows} ${sha256}`);
  const others = digests(b).filter((digest) => !digests(a).includes(digest));
  if (others.length > 0) throw new Error(`The interrupted export has other bytes: ${others.join(', ')}`);
};

type Ordered = (by: Visitor) => Promise<StoredExport['order']>;

/** The same export in one go and in many, whose first worker is killed: what each takes, and that both are the same bytes. */
const compared = async (what: string, rows: number, ordered: Ordered, pieces: number): Promise<Figure[]> => {
  await buildAssembly();
  const stack = await startStack({ policies: 'ignored' });
  const generated = await generatedTable(stack.endpoint, recordPartition(tenantId, 'outfall'), rows);
  try {
    const by = await stack.as('coordinator');
    const order = await ordered(by);
    const work = office(stack, by.member.id, generated.endpoint);
    const whole = await work(order);
    process.stderr.write(`${what}: ${Math.round(whole.wallMs / 1000)} s in one go\n`);
    const interrupted = await work(order, whole.wallMs / pieces, Math.round(whole.wallMs / 2));
    same(whole, interrupted);
    const many = `${what} of ${rows.toLocaleString('en-US')} rows`;
    return [
      ...figuresOf(`${many}, in one go`, whole),
      ...figuresOf(`${many}, the same bytes, killed and handed over`, interrupted),
    ];
  } finally {
    generated.close();
    await stack.close();
  }
};

/** An export as CSV and zip. */
export const interruptedBench = (full: boolean, rows = 100_000): Promise<Figure[]> =>
  compared('export', full ? 1_000_000 : rows, () => Promise.resolve({ recordTypes: ['outfall'], formats: ['csv'] }), 6);

/** A redacted copy from which the address of each record is removed, wherever it stands: as many values as rows. */
export const redactionBench = (_full: boolean, rows = 100_000): Promise<Figure[]> =>
  compared(
    'redacted copy',
    rows,
    async (by) => {
      const rule = aRule({ kind: 'fields', recordType: 'outfall', fields: ['address'] });
      const values = { name: 'Addresses', rules: profileText(aProfile(rule)) };
      const profile = v7();
      const { status, body } = await by.post('/api/v1/redaction-profiles', { id: profile, values });
      if (status !== 201) throw new Error(`The profile was answered ${status}: ${JSON.stringify(body)}`);
      // The log names the request; without one, its own job, which no other job does.
      const { id: request } = await make(by, 'publicRecordsRequest');
      return { recordTypes: ['outfall'], formats: ['csv', 'json'], redaction: { profile, request } };
    },
    8,
  );
