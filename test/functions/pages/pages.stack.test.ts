import { UpdateCommand } from '@aws-sdk/lib-dynamodb';
import jpeg from 'jpeg-js';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { operatorOf } from '#test/functions/session/desk.ts';
import { aPhoto, aPlainWebp } from '#test/support/files-with-secrets.ts';
import { make } from '#test/support/make.ts';
import { extendedWebp, pngChunk, pngOf, tiffTurned } from '#test/support/pictures.ts';
import { pdfOf } from '#test/support/pdf.ts';
import { addPhoto } from '#test/support/photo.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let coordinator: Visitor;
const made = { pdf: '', photo: '', turned: '', moving: '' };

beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
  const on = { onType: 'site', onId: (await make(coordinator, 'site', { externalId: undefined })).id };
  made.pdf = await addPhoto(stack, coordinator, {
    ...on,
    fileName: 'letter.pdf',
    content: Buffer.from(pdfOf(['Dear neighbor', 'Yours'])),
    contentType: 'application/pdf',
  });
  made.photo = await addPhoto(stack, coordinator, { ...on, content: aPhoto() });
  const turned = pngOf({
    ...{ width: 4, height: 3, depth: 8, colour: 'grey', row: Buffer.alloc(4) },
    chunks: [pngChunk('eXIf', tiffTurned(6))],
  });
  made.turned = await addPhoto(stack, coordinator, { ...on, content: turned, contentType: 'image/png' });
  const moving = extendedWebp(await aPlainWebp(), { width: 32, height: 32 }, { ANIM: Buffer.alloc(6) });
  made.moving = await addPhoto(stack, coordinator, { ...on, content: moving, contentType: 'image/webp' });
});
afterAll(() => stack.close());

const pageOf = (id: string, query = '', by = coordinator) => by.get(`/api/v1/attachments/${id}/page${query}`);

it('a page of a PDF comes as a picture of itself, with the number of pages', async () => {
  const { status, body } = await pageOf(made.pdf, '?number=2');
  expect([status, body.number, body.pages]).toEqual([200, 2, 2]);
  const picture = jpeg.decode(Buffer.from(String(body.jpeg), 'base64'), { useTArray: true });
  expect([picture.width, picture.height]).toEqual([body.width, body.height]);
  expect(picture.width / picture.height).toBeCloseTo(612 / 792, 2);
  // There is something on it.
  expect(picture.data.some((sample, n) => n % 4 === 0 && sample < 100)).toBe(true);
  expect((await pageOf(made.pdf)).body.number).toBe(1);
});

it('whoever looks at pages of a file leaves an access event, and not one for each page', async () => {
  for (const number of [1, 2, 1]) await pageOf(made.pdf, `?number=${number}`);
  const admin = await stack.as('admin');
  const { items } = (await admin.get('/api/v1/access-events?kind=view')).body;
  const of = items.filter(({ detail }: { detail: string }) => detail === `letter.pdf (${made.pdf})`);
  expect(of.map(({ memberId }: { memberId: string }) => memberId)).toEqual([coordinator.member.id]);
});

it('a page is refused where there is none, and to whoever does not redact', async () => {
  expect((await pageOf(made.pdf, '?number=3')).status).toBe(404);
  expect((await pageOf(made.pdf, '?number=0')).status).toBe(422);
  expect((await pageOf(made.photo)).body).toMatchObject({ status: 409, detail: 'Only PDFs have pages.' });
  expect((await pageOf(v7())).status).toBe(404);
  expect((await pageOf('not-an-id')).status).toBe(404);
  for (const role of ['inspector', 'viewer'] as const)
    expect((await pageOf(made.pdf, '', await stack.as(role))).status).toBe(403);
  expect((await pageOf(made.pdf, '', await stack.as('coordinator', marlow))).status).toBe(404);
});

it('whoever marks is told beforehand which pictures a copy goes without', async () => {
  const limitsOf = async (id: string, by = coordinator) => {
    const { status, body } = await by.get(`/api/v1/attachments/${id}/copy-limits`);
    return status === 200 ? body : [status, body.detail];
  };
  expect(await limitsOf(made.photo)).toEqual({});
  const turned = 'The picture is to be turned when it is shown, which browsers do differently for its type.';
  expect(await limitsOf(made.turned)).toEqual({ marked: turned });
  expect(await limitsOf(made.moving)).toEqual({
    unmarked: 'The WebP picture moves.',
    marked: 'The WebP picture moves.',
  });
  expect(await limitsOf(made.pdf)).toEqual([
    409,
    'This is asked of pictures alone: every page of a PDF can be marked.',
  ]);
  expect(await limitsOf(made.photo, await stack.as('viewer'))).toContain(403);
  expect(await limitsOf(made.photo, await stack.as('coordinator', marlow))).toContain(404);
});

it('a page of a file that was not cleared is refused', async () => {
  const bytes = Buffer.from(pdfOf(['x']));
  const id = v7();
  const { status } = await coordinator.post('/api/v1/attachments', {
    id,
    values: {
      fileName: 'later.pdf',
      onType: 'site',
      onId: (await make(coordinator, 'site', { externalId: undefined })).id,
      contentType: 'application/pdf',
      bytes: bytes.length,
      sha256: 'a'.repeat(64),
    },
  });
  expect(status).toBe(201);
  expect((await pageOf(id)).body).toMatchObject({ status: 409, detail: 'The content of this file was not cleared.' });
});

it('who does nothing but look at pages stays signed in', async () => {
  const { table, store } = operatorOf(stack);
  const { id } = coordinator.member;
  for (const session of await store.sessions.list(id))
    await table.document.send(
      new UpdateCommand({
        TableName: table.name,
        Key: { pk: `${fernwick.id}#session#${id}`, sk: session.id },
        UpdateExpression: 'SET lastSeenAt = :at',
        ExpressionAttributeValues: { ':at': new Date(Date.now() - 10 * 60_000).toISOString() },
      }),
    );
  expect((await pageOf(made.pdf)).status).toBe(200);
  const seen = (await store.sessions.list(id)).map(({ lastSeenAt }) => Date.now() - Date.parse(lastSeenAt));
  expect(Math.min(...seen)).toBeLessThan(60_000);
});
