import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AccessEvent } from '#functions/lib/store/index.ts';
import { backToToday, forward } from '#test/support/clock.ts';
import { make } from '#test/support/make.ts';
import { pdfOf } from '#test/support/pdf.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let inspector: Visitor;
let admin: Visitor;
let structure: string;

beforeAll(async () => {
  stack = await startStack();
  inspector = await stack.as('inspector');
  admin = await stack.as('admin');
  structure = (await make(inspector, 'structure', { site: undefined })).id;
});
afterAll(async () => {
  backToToday();
  await stack.close();
});

/** The smallest thing that a JPEG can be taken for: its first bytes and some noise. */
const photo = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('a photo of a catch basin')]);
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex');

const announce = (bytes: Buffer, change: Record<string, unknown> = {}, id = v7()) =>
  inspector.post('/api/v1/attachments', {
    id,
    values: {
      fileName: 'cb-101.jpg',
      onType: 'structure',
      onId: structure,
      contentType: 'image/jpeg',
      bytes: bytes.length,
      sha256: sha256(bytes),
      ...change,
    },
  });
const send = ({ url, headers }: { url: string; headers: Record<string, string> }, bytes: Buffer) =>
  fetch(url, { method: 'PUT', headers, body: new Uint8Array(bytes) });
const read = async (id: string) => (await inspector.get(`/api/v1/attachments/${id}`)).body;

describe('a photo', () => {
  it('goes up, is checked, and comes back the same', async () => {
    const { status, body } = await announce(photo);
    expect(status).toBe(201);
    const { id } = body.record;
    expect((await inspector.get(`/api/v1/attachments/${id}/download`)).body).toMatchObject({
      status: 409,
      detail: 'The file is still being checked. Try again in a moment.',
    });
    expect((await send(body.upload, photo)).status).toBe(200);
    await stack.idle();
    expect((await read(id)).values).toMatchObject({ state: 'ready' });
    const link = await inspector.get(`/api/v1/attachments/${id}/download`);
    const got = await fetch(link.body.url);
    expect(Buffer.from(await got.arrayBuffer()).equals(photo)).toBe(true);
    expect(got.headers.get('content-disposition')).toContain('attachment');
    expect(got.headers.get('content-type')).toBe('image/jpeg');
    const { body: history } = await inspector.get(`/api/v1/attachments/${id}/history`);
    expect(history.items.map((e: { verb: string; role: string }) => [e.verb, e.role])).toEqual([
      ['check', 'system'],
      ['create', 'inspector'],
    ]);
  });
  it('is evidence enough to close a task', async () => {
    const task = await make(inspector, 'task', { structure });
    const { body } = await announce(photo, { onType: 'task', onId: task.id });
    const early = await inspector.act(`/api/v1/tasks/${task.id}/close`, 1);
    expect(early.status).toBe(422);
    await send(body.upload, photo);
    await stack.idle();
    expect((await inspector.act(`/api/v1/tasks/${task.id}/close`, 1)).body.values).toMatchObject({ status: 'closed' });
  });
  it('gets a new link when it is announced again, until it was checked', async () => {
    const id = v7();
    const first = await announce(photo, {}, id);
    const second = await announce(photo, {}, id);
    expect([first.status, second.status]).toEqual([201, 200]);
    await send(second.body.upload, photo);
    await stack.idle();
    expect((await announce(photo, {}, id)).status).toBe(409);
  });
});

describe('a file is refused', () => {
  it('by the upload itself when its bytes are not the ones announced', async () => {
    const { body } = await announce(photo);
    const other = Buffer.from(photo);
    other[10] = 1;
    expect((await send(body.upload, other)).status).toBe(400);
    expect((await send(body.upload, Buffer.concat([photo, photo]))).ok).toBe(false);
    expect((await read(body.record.id)).values.state).toBe('waiting');
  });
  it('by the upload when it calls itself something else', async () => {
    const { body } = await announce(photo);
    const headers = { ...body.upload.headers, 'content-type': 'text/html' };
    expect((await send({ ...body.upload, headers }, photo)).status).toBe(403);
  });
  it.each([
    [
      'a web page that says it is a photo',
      Buffer.from('<html><script>alert(1)</script></html>'),
      'image/jpeg',
      'It says it is a JPEG photo, but its content is not.',
    ],
    [
      'a PDF with a script',
      Buffer.from('%PDF-1.7\n1 0 obj << /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>'),
      'application/pdf',
      'This PDF carries scripts or other files.',
    ],
  ])('by the content check: %s', async (_what, bytes, contentType, sentence) => {
    const { body } = await announce(bytes, { contentType });
    expect((await send(body.upload, bytes)).status).toBe(200);
    await stack.idle();
    const { values } = await read(body.record.id);
    expect(values.state).toBe('refused');
    expect(values.refusal).toContain(sentence);
    expect((await inspector.get(`/api/v1/attachments/${body.record.id}/download`)).status).toBe(409);
  });
  it.each([
    ['of a type that is not taken', { contentType: 'image/svg+xml' }, 'values.contentType'],
    ['that is too large', { bytes: 26 * 1024 * 1024 }, 'values.bytes'],
    ['whose hash is none', { sha256: 'z'.repeat(64) }, 'values.sha256'],
    ['on nothing', { onId: v7() }, 'values.onId'],
    ['on a record of another type', { onType: 'task' }, 'values.onId'],
    ['that says it was checked', { state: 'ready' }, 'values.state'],
  ])('when announced: one %s', async (_what, change, path) => {
    const { status, body } = await announce(photo, change);
    expect([status, body.errors[0].path]).toEqual([422, path]);
  });
  it('to a viewer who sends one', async () => {
    const viewer = await stack.as('viewer');
    expect((await viewer.post('/api/v1/attachments', { id: v7(), values: {} })).status).toBe(403);
  });
});

it("a file's link cannot be had by another agency", async () => {
  const { body } = await announce(photo);
  const stranger = await stack.as('admin', marlow);
  expect((await stranger.get(`/api/v1/attachments/${body.record.id}/download`)).status).toBe(404);
});

describe('a document with a number that should not be kept', () => {
  const document = pdfOf(['Site plan', 'Applicant SSN: 219-09-9999']);
  const held = async () => {
    const { body } = await announce(document, { fileName: 'plan.pdf', contentType: 'application/pdf' });
    await send(body.upload, document);
    await stack.idle();
    return read(body.record.id);
  };

  it('is held back: it names the page, and nobody can download it', async () => {
    const file = await held();
    expect(file.values).toMatchObject({ state: 'held', held: 'Page 2 seems to hold a Social Security number.' });
    const link = await stack.as('coordinator').then((by) => by.get(`/api/v1/attachments/${file.id}/download`));
    expect(link.body).toMatchObject({ status: 409, detail: expect.stringContaining('held back') });
  });

  it('is kept for a reason, which stands in its history, and can be read then', async () => {
    const file = await held();
    const at = `/api/v1/attachments/${file.id}`;
    expect((await inspector.act(`${at}/keep`, 2)).status).toBe(422);
    expect((await inspector.act(`${at}/keep`, 1, { reason: 'It is a parcel number.' })).status).toBe(412);
    const viewer = await stack.as('viewer');
    expect((await viewer.act(`${at}/keep`, 2, { reason: 'Let me see it.' })).status).toBe(403);
    const { status, body } = await inspector.act(`${at}/keep`, 2, { reason: 'It is a parcel number.' });
    expect(status).toBe(200);
    expect(body.values).toMatchObject({ state: 'ready' });
    expect(body.values.held).toBeUndefined();
    const link = await inspector.get(`${at}/download`);
    expect(Buffer.from(await (await fetch(link.body.url)).arrayBuffer()).equals(document)).toBe(true);
    await stack.idle();
    const { body: history } = await inspector.get(`${at}/history`);
    expect(history.items[0]).toMatchObject({ verb: 'change', reason: 'It is a parcel number.' });
    expect((await inspector.act(`${at}/keep`, 3, { reason: 'Once more.' })).status).toBe(409);
  });
});

/** A photo that was sent and checked. */
const ready = async () => {
  const { body } = await announce(photo);
  await send(body.upload, photo);
  await stack.idle();
  return String(body.record.id);
};

describe('a file that is shown', () => {
  const events = async (kind: string, fileId: string) => {
    const { items } = (await admin.get(`/api/v1/access-events?kind=${kind}&limit=200`)).body as {
      items: AccessEvent[];
    };
    return items.filter(({ detail }) => detail?.includes(fileId)).map(({ memberId, detail }) => [memberId, detail]);
  };

  it('is one access event within an hour for the same session, however often and at the same moment', async () => {
    const [id, viewer] = [await ready(), await stack.as('viewer')];
    const look = async (by: Visitor) => (await by.get(`/api/v1/attachments/${id}/view`)).status;
    const one = [viewer.member.id, `cb-101.jpg (${id})`];
    expect(await Promise.all([look(viewer), look(viewer), look(viewer), look(viewer)])).toEqual([200, 200, 200, 200]);
    expect(await events('view', id)).toEqual([one]);
    await look(await stack.as('viewer'));
    expect(await events('view', id)).toEqual([one, one]);
    await look(inspector);
    expect(await events('view', id)).toHaveLength(3);
    expect(await events('download', id)).toEqual([]);
    const shown = await fetch((await viewer.get(`/api/v1/attachments/${id}/view`)).body.url);
    expect(Buffer.from(await shown.arrayBuffer()).equals(photo)).toBe(true);
  });

  it('is an event each time when it is taken along', async () => {
    const id = await ready();
    for (let n = 0; n < 2; n += 1) expect((await inspector.get(`/api/v1/attachments/${id}/download`)).status).toBe(200);
    expect(await events('download', id)).toHaveLength(2);
    expect(await events('view', id)).toEqual([]);
  });

  it('is a further event an hour later', async () => {
    const [id, viewer] = [await ready(), await stack.as('viewer')];
    const look = async (minutes: number) => {
      forward({ minutes });
      await Promise.all([viewer, admin].map((one) => one.post('/api/session/refresh', undefined)));
      expect((await viewer.get(`/api/v1/attachments/${id}/view`)).status).toBe(200);
      return (await events('view', id)).length;
    };
    expect([await look(0), await look(29), await look(29), await look(2)]).toEqual([1, 1, 1, 2]);
  });
});
