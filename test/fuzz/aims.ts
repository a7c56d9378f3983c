import { v7 } from 'uuid';
import type { ExportJob, ImportJob } from '#shared/model/job.ts';
import { pipes, settled, start, upload } from '#test/functions/imports/office.ts';
import type { Visitor } from '#test/support/visitor.ts';

/** One request that is sure to succeed: what is made up for its operation starts from it. */
export interface Aim {
  readonly id?: string;
  /** The version that it stands at, if that is not its first. */
  readonly version?: number;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}
/** By `METHOD path`. */
export type Aims = Readonly<Record<string, Aim>>;

const read = (by: Visitor, recordType: 'site' | 'outfall'): Promise<ImportJob> =>
  upload(by, { recordType, name: 'places.csv', content: 'lon,lat,name\r\n-99.6,41.4,Mill Run\r\n' });

const imports = '/api/v1/imports/{id}';
const exports_ = '/api/v1/exports';

/** One that was done before it could be cancelled would be in the way: then another. */
const cancelledExport = async (by: Visitor): Promise<string> => {
  const id = v7();
  await by.post(exports_, { id, recordTypes: ['structure'], formats: ['csv'] });
  await by.post(`${exports_}/${id}/cancel`, {});
  const { state } = await settled<ExportJob>(by, `${exports_}/${id}`);
  return state === 'cancelled' ? id : cancelledExport(by);
};

/** An import for each step, every one waiting for just that step; and an export that is done. */
export const jobAims = async (by: Visitor): Promise<Aims> => {
  // One at work keeps others of its record type waiting.
  const [toRead, toCheck, toRun] = [await read(by, 'site'), await read(by, 'site'), await read(by, 'outfall')];
  const toUndo = await upload(by, { name: 'pipes.geojson', content: pipes(3) });
  const mapping = (job: ImportJob) => ({ mapping: job.suggested });
  await start(by, 'run', toUndo, toUndo.suggested);
  const order = { recordTypes: ['structure'], formats: ['csv'] };
  const id = v7();
  await by.post(exports_, { id, ...order });
  const { files = [] } = await settled<ExportJob>(by, `${exports_}/${id}`);
  const cancelled = await cancelledExport(by);
  const sent = { recordType: 'site', fileName: 'a.csv', format: 'csv', bytes: 1, sha256: 'a'.repeat(64) };
  return {
    'POST /api/v1/imports': { body: { id: v7(), ...sent } },
    [`GET ${imports}`]: { id: toRead.id },
    [`POST ${imports}/read`]: { id: toRead.id },
    [`POST ${imports}/check`]: { id: toCheck.id, body: mapping(toCheck) },
    [`POST ${imports}/run`]: { id: toRun.id, body: mapping(toRun) },
    [`POST ${imports}/undo`]: { id: toUndo.id },
    [`GET ${imports}/errors`]: { id: toUndo.id },
    [`POST ${exports_}`]: { body: { id: v7(), ...order } },
    [`GET ${exports_}/{id}`]: { id },
    [`POST ${exports_}/{id}/cancel`]: { id: cancelled },
    [`GET ${exports_}/{id}/download`]: { id, query: { file: files[0]?.name ?? '' } },
  };
};

const member = '/api/v1/members/{id}';

/** Someone else for each step on a member: the administrator who asks must stay one. */
export const memberAims = async (by: Visitor): Promise<Aims> => {
  const invitation = (name: string) => ({ id: v7(), name, email: `${name}@fernwick.example`, role: 'viewer' });
  const invited = async (name: string): Promise<string> => {
    const { status, body } = await by.post('/api/v1/members', invitation(name));
    if (status !== 201) throw new Error(`The invitation of ${name} was answered ${status}.`);
    return body.id as string;
  };
  const away = await invited('away');
  await by.act(member.replace('{id}', away) + '/deactivate', 1);
  return {
    'POST /api/v1/members': { body: invitation('newcomer') },
    [`PATCH ${member}`]: { id: await invited('promoted'), body: { role: 'inspector' } },
    [`POST ${member}/resend`]: { id: await invited('waiting') },
    [`POST ${member}/deactivate`]: { id: await invited('leaving') },
    [`POST ${member}/reactivate`]: { id: away, version: 2 },
    [`POST ${member}/remove`]: { id: await invited('gone') },
    [`POST ${member}/unlock`]: { id: await invited('locked') },
    [`POST ${member}/reset-mfa`]: { id: await invited('reset') },
    'PATCH /api/v1/settings': { body: { sessionHours: 12 } },
    'POST /api/v1/access-events/csv': { body: {} },
    'PATCH /api/v1/me': { body: { name: by.member.name } },
  };
};
