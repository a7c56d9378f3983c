import { v7 } from 'uuid';
import type { ExportJob, ExportOrder } from '#shared/model/job.ts';
import { settled } from '#test/functions/imports/office.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { filesIn } from './stored-zip.ts';

/** Orders an export and waits until it is over. */
export const take = async (by: Visitor, order: Omit<ExportOrder, 'id'>): Promise<ExportJob> => {
  const id = v7();
  const { status, body } = await by.post('/api/v1/exports', { id, ...order });
  if (status !== 202) throw new Error(`The export was answered ${status}: ${JSON.stringify(body)}`);
  return settled(by, `/api/v1/exports/${id}`);
};

export const fetched = async (by: Visitor, { id }: Pick<ExportJob, 'id'>, name: string) => {
  const { body } = await by.get(`/api/v1/exports/${id}/download?file=${name}`);
  const answer = await fetch(String(body.url));
  return { answer, bytes: Buffer.from(await answer.arrayBuffer()) };
};

export const textOf = async (by: Visitor, job: Pick<ExportJob, 'id'>, name: string) =>
  (await fetched(by, job, name)).bytes.toString('utf8');

/** What the zip of an export holds. */
export const bundleOf = async (by: Visitor, job: Pick<ExportJob, 'id'>) =>
  filesIn((await fetched(by, job, 'export.zip')).bytes);
