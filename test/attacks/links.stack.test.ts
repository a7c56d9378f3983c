import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { make } from '#test/support/make.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let upload: { url: string; method: string; headers: Record<string, string> };
const bytes = Buffer.from('%PDF-1.4\n%%EOF\n');
beforeAll(async () => {
  stack = await startStack();
  const inspector = await stack.as('inspector');
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
  it('is good for what it was made for', async () => {
    expect((await send(upload.url, 'PUT', bytes)).status).toBe(200);
  });
});
