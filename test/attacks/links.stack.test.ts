import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '#test/support/make.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let fileId: string;
let upload: { url: string; method: string; headers: Record<string, string> };
const bytes = Buffer.from('%PDF-1.4\n%%EOF\n');
let inspector: Visitor;
let minutesLater = 0;
beforeAll(async () => {
  stack = await startStack({ now: () => new Date(Date.now() + minutesLater * 60_000) });
  inspector = await stack.as('inspector');
  const coordinator = await stack.as('coordinator');
  const { id: onId } = await make(coordinator, 'site');
  const values = {
    fileName: 'a.pdf',
    onType: 'site',
    onId,
    contentType: 'application/pdf',
    bytes: bytes.length,
    sha256: createHash('sha256').update(bytes).digest('hex'),
  };
  const { status, body } = await inspector.post('/api/v1/attachments', { id: v7(), values });
  expect(status, JSON.stringify(body)).toBe(201);
  upload = body.upload;
  fileId = body.record.id;
});
afterAll(() => stack.close());

const send = (url: string, method: string, body?: Buffer, headers = upload.headers) =>
  fetch(url, { method, headers, ...(body ? { body: new Uint8Array(body) } : {}) });

describe('an upload link', () => {
  it('is good for no other key and no other agency', async () => {
    const { url } = upload;
    expect(url).toContain(fernwick.id);
    const path = new URL(url).pathname;
    for (const other of [url.replace(path, `${path}x`), url.replaceAll(fernwick.id, marlow.id)])
      expect((await send(other, 'PUT', bytes)).status).toBe(403);
  });
  it.each(['GET', 'HEAD', 'DELETE', 'POST'])('is good for no %s', async (method) => {
    const answer = await send(upload.url, method, method === 'POST' ? bytes : undefined, {});
    expect(answer.status).toBeGreaterThanOrEqual(400);
  });
  it('is good for no other bytes, type or length', async () => {
    const other = Buffer.from('%PDF-1.4\n%%EOX\n');
    expect((await send(upload.url, 'PUT', other)).status).toBe(400);
    expect((await send(upload.url, 'PUT', bytes, { ...upload.headers, 'content-type': 'text/html' })).status).toBe(403);
    expect((await send(upload.url, 'PUT', Buffer.concat([bytes, bytes]))).status).toBeGreaterThanOrEqual(400);
  });
  it('is good for fifteen minutes', async () => {
    minutesLater = 16;
    expect((await send(upload.url, 'PUT', bytes)).status).toBe(403);
    const later = upload.url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=86400');
    expect(later).not.toBe(upload.url);
    expect((await send(later, 'PUT', bytes)).status).toBe(403);
    minutesLater = 0;
  });
  it('is good for what it was made for', async () => {
    expect((await send(upload.url, 'PUT', bytes)).status).toBe(200);
  });
});

describe('a download link', () => {
  const link = async () => {
    await stack.idle();
    const { status, body } = await inspector.get(`/api/v1/attachments/${fileId}/download`);
    expect([status, body.code]).toEqual([200, undefined]);
    return String(body.url);
  };
  it('needs nobody to be signed in, and so is good for one object and for reading alone', async () => {
    const url = await link();
    expect(url).toContain(fernwick.id);
    const answer = await send(url, 'GET', undefined, {});
    expect([answer.status, await answer.text()]).toEqual([200, bytes.toString()]);
    const path = new URL(url).pathname;
    const others = [`${path}x`, path.slice(0, path.lastIndexOf('/') + 1), `${path}/../${v7()}`];
    for (const other of [...others.map((one) => url.replace(path, one)), url.replaceAll(fernwick.id, marlow.id)])
      expect([other, (await send(other, 'GET', undefined, {})).status]).toEqual([other, 403]);
    for (const method of ['PUT', 'DELETE', 'POST'])
      expect((await send(url, method, method === 'DELETE' ? undefined : bytes, {})).status).toBeGreaterThanOrEqual(400);
    expect(await (await send(url, 'GET', undefined, {})).text()).toBe(bytes.toString());
  });
  it('says for itself how it is answered: that it is kept, and not shown, cannot be changed', async () => {
    const url = await link();
    for (const [name, value] of [
      ['response-content-disposition', 'inline'],
      ['response-content-type', 'text/html'],
    ] as const) {
      const changed = new URL(url);
      changed.searchParams.set(name, value);
      expect([name, (await send(String(changed), 'GET', undefined, {})).status]).toEqual([name, 403]);
    }
  });
  it('is of no use to another agency, nor after its minute', async () => {
    const stranger = await stack.as('coordinator', marlow);
    expect((await stranger.get(`/api/v1/attachments/${fileId}/download`)).status).toBe(404);
    const url = await link();
    minutesLater = 2;
    expect((await send(url, 'GET', undefined, {})).status).toBe(403);
    expect((await send(url.replace(/X-Amz-Expires=\d+/, 'X-Amz-Expires=3600'), 'GET', undefined, {})).status).toBe(403);
    minutesLater = 0;
  });
});
