import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { make } from '#test/support/make.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser } from '#test/support/visitor.ts';

const canary = 'Wilhelmina Canary-Quist';
/** In a PDF, since that type is taken and its text is read. */
const canaryBytes = 'canary bytes of a file';
let stack: TestStack;
let secrets: Record<string, string>;
let lines: string[];

/** Signs in, fails to, enters records, uploads, imports, exports, and asks what no function can answer. */
beforeAll(async () => {
  stack = await startStack();
  const admin = await stack.as('admin');
  const stranger = new Browser(stack.url);
  await stranger.post('/api/session', { email: `admin@${fernwick.domain}`, password: 'canary of a wrong password' });
  const site = await make(admin, 'site', { name: canary, notes: `${canary}\n{"level":"FORGED"}` });
  await admin.patch(`/api/v1/sites/${site.id}`, 1, { values: { notes: `${canary} again` }, reason: canary });
  await admin.patch(`/api/v1/sites/${site.id}`, 2, { values: { name: 7, [canary]: canary } });
  await admin.get(`/api/v1/sites?by=name&value=${encodeURIComponent(canary)}`);
  const bytes = Buffer.from(`%PDF-1.4\n% ${canaryBytes}\n%%EOF\n`);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const file = { fileName: `${canary}.pdf`, onType: 'site', onId: site.id, contentType: 'application/pdf' };
  const announced = await admin.post('/api/v1/attachments', {
    id: v7(),
    values: { ...file, bytes: bytes.length, sha256 },
  });
  expect(announced.status).toBe(201);
  const { upload } = announced.body as { upload: { url: string; headers: Record<string, string> } };
  expect((await fetch(upload.url, { method: 'PUT', headers: upload.headers, body: bytes })).status).toBe(200);
  const text = `name,kind,status\n${canary},other,active\n`;
  const importing = { recordType: 'site', fileName: `${canary}.csv`, format: 'csv', bytes: text.length };
  const id = v7();
  const started = await admin.post('/api/v1/imports', {
    id,
    ...importing,
    sha256: createHash('sha256').update(text).digest('hex'),
  });
  const link = started.body.upload as { url: string; headers: Record<string, string> };
  expect((await fetch(link.url, { method: 'PUT', headers: link.headers, body: text })).status).toBe(200);
  const read = await admin.post(`/api/v1/imports/${id}/read`, {});
  await admin.post(`/api/v1/imports/${id}/check`, { mapping: read.body.suggested });
  await admin.post('/api/v1/exports', { id: v7(), recordTypes: ['site'], formats: ['csv', 'json'] });
  // An event that no gateway sends makes the last-resort handler speak.
  const odd = { cookies: [admin.cookie], body: canary, requestContext: { requestId: 'r' } };
  await stack.invoke('api', odd).catch(() => 0);
  await stack.idle();
  secrets = {
    canary,
    canaryBytes,
    password: DEMO_PASSWORD,
    'wrong password': 'canary of a wrong password',
    'e-mail address': `admin@${fernwick.domain}`,
    'access cookie': /__Host-access=([^;]+)/.exec(admin.cookie)?.[1] ?? '?',
    'refresh cookie': /__Host-refresh=([^;]+)/.exec(admin.cookie)?.[1] ?? '?',
    'import signature': new URL(link.url).searchParams.get('X-Amz-Signature') ?? '?',
    'upload signature': new URL(upload.url).searchParams.get('X-Amz-Signature') ?? '?',
  };
  // It arrived and was looked at: what was never read could not have been written down.
  const checked = await admin.get(`/api/v1/attachments/${announced.body.record.id}`);
  expect(checked.body.values.state).not.toBe('waiting');
  lines = stack.plan.functions.flatMap(({ shortName }) => [...stack.logs(shortName)]);
}, 120_000);
afterAll(() => stack.close());

describe('what functions write down', () => {
  it('is something: an unforeseen failure leaves a line', () => {
    expect(lines.join('\n')).toContain('request failed');
  });
  it('holds no password, no session, no signature, and nothing that people entered', () => {
    for (const [what, secret] of Object.entries(secrets))
      expect([what, lines.join('\n').includes(secret)]).toEqual([what, false]);
  });
  it('holds nothing that looks like a token, a cookie or a signed link', () => {
    for (const pattern of [/eyJ[\w-]{10,}/, /__Host-/, /X-Amz-Signature/i, /x-origin-proof/i, /authorization/i])
      expect(lines.filter((line) => pattern.test(line))).toEqual([]);
  });
  it('cannot be forged by a line break in what people entered', () => {
    expect(lines.filter((line) => line.includes('FORGED'))).toEqual([]);
  });
});
