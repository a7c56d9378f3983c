import { createHash } from 'node:crypto';
import { startFunction } from '#functions/lib/aws/invoke.ts';
import { retentionSpecs } from '#functions/lib/http/retention-specs.ts';
import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { jobNamed } from '#functions/lib/jobs/ids.ts';
import { sizeOf, tenantStore, type StoredDisposal, type Table, type TenantStore } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { requireProof } from '#functions/lib/usecases/proven.ts';
import type { DisposalJob, KeptRow } from '#shared/model/disposal.ts';
import { Problem } from '#shared/model/problem.ts';
import { disposalCsv } from '#shared/permit/disposal-list.ts';

export const shownDisposal = (job: StoredDisposal): DisposalJob => ({
  id: job.id,
  state: job.state,
  version: job.version,
  createdAt: job.createdAt,
  updatedAt: job.updatedAt,
  progress: job.progress,
  order: job.order,
  count: job.rows.length,
  ...(job.message === undefined ? {} : { message: job.message }),
  ...(job.decision === undefined ? {} : { decision: job.decision }),
  ...(job.kept === undefined ? {} : { kept: job.kept }),
  ...(job.certificate === undefined ? {} : { certificate: job.certificate }),
});

const reply = (job: StoredDisposal, status = 200) => ({
  status,
  version: job.version,
  body: { ...shownDisposal(job), rows: job.rows },
});

/** The list is still as it was seen, and the one who decides is whom the agency named, who gave the password again. */
const forDecision = async (store: TenantStore, asked: Asked): Promise<StoredDisposal> => {
  const { principal, version, now } = asked;
  const job = await jobNamed(store, 'disposal', asked);
  const { disposer } = await store.retention.policy();
  if (disposer !== principal.memberId)
    throw new Problem('forbidden', 'Only the person whom your agency named decides on disposals.');
  if (job.version !== version)
    throw new Problem('stale', 'This list has moved on in the meantime. Look again, then decide.');
  if (job.state !== 'waiting' && job.state !== 'failed') throw new Problem('conflict', 'This was decided already.');
  await requireProof(store, principal, now);
  return job;
};

/** Bytes as JSON. They stand beside the rows in the one item of the job, to which its worker adds what stays after all. */
export const MOST_EXCLUDED_BYTES = 180_000;

export const requireRows = ({ rows }: Pick<StoredDisposal, 'rows'>, excluded: readonly KeptRow[]): void => {
  if (sizeOf(excluded) > MOST_EXCLUDED_BYTES)
    throw new Problem('invalid', 'The reasons are too long together to be kept with this list. Shorten them.');
  const known = new Set(rows.map(({ id }) => id));
  if (excluded.some(({ id }) => !known.has(id)))
    throw new Problem('invalid', 'Something that you want kept is not on this list.');
};

const decide = async (
  store: TenantStore,
  asked: Asked,
  job: StoredDisposal,
  change: Partial<StoredDisposal>,
  kind: 'disposalApproved' | 'disposalDeclined',
  detail: string,
) => {
  const saved = await store.jobs.save(job, { ...change, tries: 0, message: undefined }, asked.now);
  await store.access.put(eventOf(asked, kind, undefined, detail));
  return saved;
};

export const disposalRoutes = (table: Table, disposalFunction: string): Route[] => [
  route({
    ...retentionSpecs.disposals,
    run: async ({ principal, query }) => {
      const page = await tenantStore(table, principal).jobs.list('disposal', query.limit, query.cursor);
      return { status: 200, body: { ...page, items: page.items.map(shownDisposal) } };
    },
  }),
  route({
    ...retentionSpecs.disposal,
    run: async (asked) => reply(await jobNamed(tenantStore(table, asked.principal), 'disposal', asked)),
  }),
  route({
    ...retentionSpecs.approve,
    run: async (asked) => {
      const store = tenantStore(table, asked.principal);
      const { principal, now, body } = asked;
      const job = await forDecision(store, asked);
      requireRows(job, body.excluded);
      const decision = { by: principal.memberId, at: now, excluded: body.excluded };
      const change = { state: 'running', startedBy: principal.memberId, decision } as const;
      const count = job.rows.length - body.excluded.length;
      const saved = await decide(
        store,
        asked,
        job,
        change,
        'disposalApproved',
        `${count} of ${job.rows.length} records`,
      );
      // Should this fail, lifecycle starts it within minutes.
      await startFunction(disposalFunction, { job: { tenantId: principal.tenantId, id: job.id } });
      return reply(saved, 202);
    },
  }),
  route({
    ...retentionSpecs.decline,
    run: async (asked) => {
      const store = tenantStore(table, asked.principal);
      const { principal, now, body } = asked;
      const job = await forDecision(store, asked);
      if (job.state === 'failed') throw new Problem('conflict', 'This was begun already. It can only be finished.');
      const decision = { by: principal.memberId, at: now, excluded: [], reason: body.reason };
      return reply(await decide(store, asked, job, { state: 'declined', decision }, 'disposalDeclined', body.reason));
    },
  }),
  route({
    ...retentionSpecs.certificate,
    run: async (asked) => {
      const store = tenantStore(table, asked.principal);
      const job = await jobNamed(store, 'disposal', asked);
      return { status: 200, body: await certificateOf(store, job) };
    },
  }),
];

const certificateOf = async (store: TenantStore, job: StoredDisposal) => {
  const { certificate, decision, kept = [] } = job;
  if (certificate === undefined || decision === undefined)
    throw new Problem('conflict', 'There is a certificate once the disposal is done.');
  const stayed = new Set([...decision.excluded, ...kept].map(({ id }) => id));
  const list = disposalCsv(job.rows.filter(({ id }) => !stayed.has(id)));
  if (createHash('sha256').update(list).digest('hex') !== certificate.sha256)
    throw new Error('The list of a certificate is not the one that its hash was taken of.');
  const [tenant, member] = [await store.tenant(), await store.member(decision.by)];
  return {
    id: job.id,
    agency: tenant?.name ?? '',
    proposedAt: job.createdAt,
    approvedAt: decision.at,
    approvedBy: { id: decision.by, name: member?.name ?? '' },
    disposedAt: certificate.at,
    count: certificate.count,
    sha256: certificate.sha256,
    ...(certificate.requests && { requests: certificate.requests }),
    kept: [...decision.excluded, ...kept],
    list,
  };
};
