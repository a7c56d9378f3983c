import { DynamoDBClient, paginateScan } from '@aws-sdk/client-dynamodb';
import { v7 } from 'uuid';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonical } from '#shared/derive/canonical.ts';
import { castOf, type Things } from '#test/isolation/whose.ts';
import { neededQuery, servedOperations, type Operation } from '#test/support/operations.ts';
import { pdfOf } from '#test/support/pdf.ts';
import { addPhoto } from '#test/support/photo.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import type { Role } from '#shared/model/role.ts';

let stack: TestStack;
let admin: Visitor;
let things: Things;
let reading: Operation[];
let exported: string;
let letter: string;
let photo: string;
beforeAll(async () => {
  stack = await startStack();
  const people = new Map<Role, Visitor>();
  for (const role of ['viewer', 'inspector', 'coordinator', 'admin'] as const) people.set(role, await stack.as(role));
  admin = people.get('admin') as Visitor;
  things = (await (await castOf(stack, people))('admin')).own.things;
  reading = (await servedOperations(admin)).filter(({ method }) => method === 'GET');
  const on = { onType: 'structure', onId: things['structures'] ?? '' };
  photo = await addPhoto(stack, admin, { ...on, content: 'any' });
  letter = await addPhoto(stack, admin, {
    ...on,
    fileName: 'letter.pdf',
    content: Buffer.from(pdfOf(['Dear neighbor'])),
    contentType: 'application/pdf',
  });
  await stack.idle();
  exported = String((await admin.get(`/api/v1/exports/${things['exports'] ?? ''}`)).body.files[0].name);
});
afterAll(() => stack.close());

/** Every item as the operator sees it, by its key; of a session not when it was last seen, which each request may note. */
const table = async (): Promise<Map<string, string>> => {
  const client = new DynamoDBClient({ endpoint: stack.endpoint, region: stack.region, credentials: stack.operator });
  const items = new Map<string, string>();
  for await (const page of paginateScan({ client }, { TableName: stack.plan.tables[0]?.name }))
    for (const { lastSeenAt: _seen, ...item } of page.Items ?? [])
      items.set(`${item['pk']?.S ?? ''} ${item['sk']?.S ?? item['sk']?.N ?? ''}`, canonical(item) ?? '');
  client.destroy();
  return items;
};

/** What a person takes away, or looks up about a colleague, is an access event; nothing else comes of reading. */
const shown = ['/api/v1/attachments/{id}/page', '/api/v1/attachments/{id}/view'];
const noted = [...shown, '/api/v1/attachments/{id}/download', '/api/v1/exports/{id}/download'];

const addressOf = (operation: Operation): string => {
  const { path } = operation;
  const query = neededQuery(operation);
  if (path === '/api/v1/exports/{id}/download') query.set('file', exported);
  if (path === '/api/v1/attachments/{id}/page') return path.replace('{id}', letter);
  if (path === '/api/v1/attachments/{id}/copy-limits') return path.replace('{id}', photo);
  const named = path.replace('{id}', things[path.split('/')[3] ?? ''] ?? v7());
  return query.size === 0 ? named : `${named}?${query}`;
};

it('reading writes nothing down, except that a file was shown or taken away', async () => {
  expect(reading.length).toBeGreaterThan(35);
  const wrong: unknown[] = [];
  let answered = 0;
  let downloads = 0;
  let before = await table();
  expect(before.size).toBeGreaterThan(30);
  for (const operation of reading) {
    const { status } = await admin.get(addressOf(operation));
    if (status === 200) answered += 1;
    await stack.idle();
    const after = await table();
    const changed = [...after].filter(([key, item]) => before.get(key) !== item).map(([key]) => key);
    const gone = [...before.keys()].filter((key) => !after.has(key));
    const events = changed.filter((key) => /#access \d/.test(key));
    // That the event of a file that is shown holds for an hour.
    const marks = changed.filter((key) => key.includes('#access viewed#'));
    downloads += events.length;
    const right =
      gone.length === 0 &&
      changed.length === events.length + marks.length &&
      marks.length === Number(shown.includes(operation.path) && status === 200) &&
      events.length === Number(noted.includes(operation.path) && status === 200);
    if (!right) wrong.push([operation.path, status, { changed, gone }]);
    before = after;
  }
  expect(wrong).toEqual([]);
  // An export, and a page of a letter.
  expect(downloads).toBe(2);
  // Nearly all: the rest asks for what is not there (an entry of the audit trail, a file that was not checked yet).
  expect(answered).toBeGreaterThan(reading.length - 8);
});
