import { startFunction } from '#functions/lib/aws/invoke.ts';
import { presignDownload, type Bucket } from '#functions/lib/aws/objects.ts';
import { route, type Asked, type Route } from '#functions/lib/http/request.ts';
import { jobNamed } from '#functions/lib/jobs/ids.ts';
import { exportSpecs } from '#functions/lib/jobs/specs.ts';
import { isActive, tenantStore, type StoredExport, type Table } from '#functions/lib/store/index.ts';
import { eventOf } from '#functions/lib/usecases/access.ts';
import { mayDo, mayTake } from '#shared/derive/access.ts';
import type { ExportJob, ExportOrder } from '#shared/model/job.ts';
import { Problem } from '#shared/model/problem.ts';
import { allRecords, recordNamed, records } from '#shared/records/index.ts';
import { exportPlace } from './places.ts';

const DOWNLOAD_SECONDS = 5 * 60;

export interface Serving {
  readonly table: Table;
  readonly bucket: Bucket;
  readonly functionName: string;
}

export const exportRoutes = (serving: Serving): Route[] => [
  route({ ...exportSpecs.create, run: (asked) => create(serving, asked, asked.body) }),
  route({
    ...exportSpecs.list,
    run: async ({ principal, query }) => {
      const { items, next } = await tenantStore(serving.table, principal).jobs.list(
        'export',
        query.limit,
        query.cursor,
      );
      return { status: 200, body: { items: items.map(shown), ...(next && { next }) } };
    },
  }),
  route({ ...exportSpecs.one, run: async (asked) => ({ status: 200, body: shown(await found(serving, asked)) }) }),
  route({ ...exportSpecs.cancel, run: async (asked) => ({ status: 202, body: shown(await cancel(serving, asked)) }) }),
  route({ ...exportSpecs.download, run: (asked) => download(serving, asked, asked.query.file) }),
];

const shown = (job: StoredExport): ExportJob => ({
  id: job.id,
  kind: job.kind,
  state: job.state,
  version: job.version,
  createdAt: job.createdAt,
  createdBy: job.createdBy,
  updatedAt: job.updatedAt,
  order: job.order,
  progress: job.progress,
  files: job.files?.map(({ crc32: _crc32, ...file }) => file),
  personal: job.personal,
  message: job.message,
});

const found = ({ table }: Serving, asked: Asked) => jobNamed(tenantStore(table, asked.principal), 'export', asked);

const checked = ({ recordTypes, formats, ...rest }: Omit<ExportOrder, 'id'>): Omit<ExportOrder, 'id'> => {
  const unknown = recordTypes.filter((name) => recordNamed(name) === undefined);
  const unordered = Object.keys(rest.only ?? {}).filter((name) => !recordTypes.includes(name));
  if (unordered.length > 0)
    throw new Problem('invalid', 'Records can be chosen only of the types that are exported.', [
      { path: 'only', message: `The export has no records of type ${unordered.join(', ')}.` },
    ]);
  if (unknown.length > 0)
    throw new Problem('invalid', `Choose record types among: ${allRecords.map(({ name }) => name).join(', ')}.`, [
      { path: 'recordTypes', message: `There are no records of type ${unknown.join(', ')}.` },
    ]);
  if (rest.from !== undefined && rest.to !== undefined && rest.to < rest.from)
    throw new Problem('invalid', 'The period ends before it begins.', [
      { path: 'to', message: 'Choose a day on or after the first one.' },
    ]);
  return { ...rest, recordTypes: [...new Set(recordTypes)], formats: [...new Set(formats)] };
};

const refuseRedaction = (asked: Asked, { redaction, recordTypes }: Omit<ExportOrder, 'id'>): void => {
  if (redaction === undefined) return;
  if (!mayDo(asked.principal.role, 'redactCopies'))
    throw new Problem('forbidden', 'Copies for the public are made by coordinators and administrators.');
  if (recordTypes.includes(records.redactionProfile.name))
    throw new Problem('invalid', 'A copy for the public cannot hold redaction profiles: they say what was removed.', [
      { path: 'recordTypes', message: `Leave out ${records.redactionProfile.label.many.toLowerCase()}.` },
    ]);
};

/** An archive is whole or it is none, so what else was ordered does not count. */
const wholeAgency: Omit<ExportOrder, 'id'> = {
  archive: true,
  recordTypes: allRecords.map(({ name }) => name),
  formats: ['ndjson'],
  includeArchived: true,
};

const create = async ({ table, functionName }: Serving, asked: Asked, { id, ...order }: ExportOrder) => {
  const { principal, now } = asked;
  refuseRedaction(asked, order);
  if (order.archive && !mayDo(principal.role, 'archiveAgency'))
    throw new Problem('forbidden', 'Only an administrator may archive the whole agency.');
  if (order.archive && order.redaction !== undefined)
    throw new Problem('invalid', 'An archive is whole: nothing can be removed from it.', [
      { path: 'redaction', message: 'Leave this out, or export record types.' },
    ]);
  const made: StoredExport = {
    id: id.toLowerCase(),
    kind: 'export',
    state: 'waiting',
    version: 1,
    createdAt: now,
    createdBy: principal.memberId,
    updatedAt: now,
    order: order.archive ? wholeAgency : checked(order),
    progress: { done: 0 },
    tries: 0,
  };
  const store = tenantStore(table, principal);
  const { job, replayed } = await store.jobs.create(made);
  if (job.kind !== 'export') throw new Problem('conflict', 'There is already another job with this id.');
  if (!replayed)
    await store.access.put(
      eventOf(
        asked,
        'export',
        undefined,
        `${job.order.redaction ? 'Redacted copy of' : 'Asked for'}: ${job.order.recordTypes.join(', ')} (${job.id})`,
      ),
    );
  if (!replayed) await startFunction(functionName, { job: { tenantId: principal.tenantId, id: job.id } });
  return { status: 202, body: shown(job) };
};

/** Told to the worker that is at it, and to a new one in case there is none. A repeated request changes nothing. */
const cancel = async (serving: Serving, asked: Asked): Promise<StoredExport> => {
  const { principal, now } = asked;
  const job = await found(serving, asked);
  if (job.createdBy !== principal.memberId && !mayDo(principal.role, 'cancelAnyExport'))
    throw new Problem('forbidden', 'Only who started an export, or an administrator, may cancel it.');
  if (job.state === 'cancelled' || job.state === 'cancelling') return job;
  if (!isActive(job)) throw new Problem('conflict', 'This export is over already.');
  try {
    const next = await tenantStore(serving.table, principal).jobs.save<StoredExport>(job, { state: 'cancelling' }, now);
    await startFunction(serving.functionName, { job: { tenantId: principal.tenantId, id: job.id } });
    return next;
  } catch (error) {
    // The worker wrote in between. It gets further at most a few times a second.
    if (error instanceof Problem && error.code === 'stale') return cancel(serving, asked);
    throw error;
  }
};

const download = async (serving: Serving, asked: Asked, name: string) => {
  const job = await found(serving, asked);
  if (job.state !== 'done' || job.files?.some((file) => file.name === name) !== true)
    throw new Problem('not-found', 'This export has no such file, or is not done yet.');
  if (job.order.archive && !mayDo(asked.principal.role, 'archiveAgency'))
    throw new Problem('forbidden', 'Only an administrator may take the archive of the agency.');
  if (!mayTake(asked.principal.role, { personal: job.personal, types: job.order.recordTypes.map(recordNamed) }))
    throw new Problem('forbidden', 'This export holds what your role does not see. Start an export of your own.');
  // Written first: no link without its event.
  await tenantStore(serving.table, asked.principal).access.put(
    eventOf(asked, 'download', undefined, `Export ${name} (${job.id})`),
  );
  const place = exportPlace(serving.bucket, asked.principal.tenantId, job.id, name);
  return { status: 200, body: await presignDownload({ ...place, fileName: name, expiresSeconds: DOWNLOAD_SECONDS }) };
};
