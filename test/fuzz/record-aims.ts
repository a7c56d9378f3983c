import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { allRecords, records, type RecordName } from '#shared/records/index.ts';
import { examples } from '#test/support/examples.ts';
import { makeOneOfEach } from '#test/support/make.ts';
import { pdfOf } from '#test/support/pdf.ts';
import type { Visitor } from '#test/support/visitor.ts';
import type { Aims } from './aims.ts';

const act = async (by: Visitor, name: RecordName, id: string, verb: string, body: object) => {
  const { status } = await by.act(`/api/v1/${records[name].path}/${id}/${verb}`, 1, body);
  if (status !== 200) throw new Error(`${verb} of a ${name} was answered ${status}.`);
};
const reason = { reason: 'Made twice' };

/** A record for each step on it, so that one step does not stand in the way of the next. */
export const recordAims = async (by: Visitor, seen: Readonly<Record<RecordName, string>>): Promise<Aims> => {
  const [changed, archived, restored] = [await makeOneOfEach(by), await makeOneOfEach(by), await makeOneOfEach(by)];
  for (const { name } of allRecords) await act(by, name as RecordName, restored[name as RecordName], 'archive', reason);
  const values = examples(by.member.id, seen);
  const aims = allRecords.map(({ name, path, managed }) => {
    const of = name as RecordName;
    const [first = ''] = Object.keys(values[of]);
    return {
      [`POST /api/v1/${path}`]: { body: { id: v7(), values: values[of] } },
      [`GET /api/v1/${path}/{id}`]: { id: seen[of] },
      [`GET /api/v1/${path}/{id}/history`]: { id: seen[of] },
      ...(managed === true
        ? {}
        : { [`PATCH /api/v1/${path}/{id}`]: { id: changed[of], body: { values: { [first]: values[of][first] } } } }),
      [`POST /api/v1/${path}/{id}/archive`]: { id: archived[of], body: reason },
      [`POST /api/v1/${path}/{id}/restore`]: { id: restored[of], version: 2, body: reason },
    };
  });
  return Object.assign({}, ...aims) as Aims;
};

/** A task to close and one to open again; a photo and a letter that were checked, and a plan that is held back. */
export const furtherAims = async (by: Visitor, idle: () => Promise<void>): Promise<Aims> => {
  const [toClose, toReopen] = [await makeOneOfEach(by), await makeOneOfEach(by)];
  const note = { note: 'The sump is clean.' };
  await act(by, 'task', toReopen.task, 'close', note);
  const photographed = await checked(by, toClose.structure, photo, idle);
  return {
    'POST /api/v1/tasks/{id}/close': { id: toClose.task, body: note },
    'POST /api/v1/tasks/{id}/reopen': { id: toReopen.task, version: 2, body: reason },
    'GET /api/v1/attachments/{id}/download': { id: photographed },
    'GET /api/v1/attachments/{id}/view': { id: photographed },
    'GET /api/v1/attachments/{id}/copy-limits': { id: photographed },
    'GET /api/v1/attachments/{id}/page': { id: await checked(by, toClose.structure, letter, idle) },
    'POST /api/v1/attachments/{id}/keep': {
      id: await checked(by, toClose.structure, plan, idle),
      version: 2,
      body: { reason: 'It is a parcel number.' },
    },
  };
};

interface Sample {
  readonly contentType: string;
  readonly fileName: string;
  readonly content: Buffer;
}
const photo: Sample = {
  contentType: 'image/jpeg',
  fileName: 'sump.jpg',
  content: Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a photo of a catch basin')]),
};
/** Held back for what looks like a Social Security number. */
const plan: Sample = {
  contentType: 'application/pdf',
  fileName: 'plan.pdf',
  content: pdfOf(['Applicant SSN: 219-09-9999 drains to Mill Run.']),
};
const letter: Sample = { contentType: 'application/pdf', fileName: 'letter.pdf', content: pdfOf(['Dear neighbor']) };

const checked = async (
  by: Visitor,
  structure: string,
  { content, ...named }: Sample,
  idle: () => Promise<void>,
): Promise<string> => {
  const id = v7();
  const values = {
    ...examples(by.member.id).attachment,
    ...named,
    onId: structure,
    bytes: content.length,
    sha256: createHash('sha256').update(content).digest('hex'),
  };
  const { body } = await by.post('/api/v1/attachments', { id, values });
  await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: new Uint8Array(content) });
  await idle();
  return id;
};
