import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient, GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, layoutFindings } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/browser.ts';
import { make } from '#test/support/make.ts';
import { desk, enter, phone, settled, sit } from '#test/support/page.ts';
import { fernwick, seedTarget, startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let browser: Browser;
let path: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  const coordinator = await stack.as('coordinator');
  const { id } = await make(coordinator, 'site');
  path = `/sites/${id}`;
  // Version 2 names nobody, so that it has no entry of its own.
  const TableName = seedTarget(stack).tableName;
  const at = { endpoint: stack.endpoint, region: stack.region, credentials: stack.operator };
  const database = DynamoDBDocumentClient.from(new DynamoDBClient(at));
  const Key = { pk: `${fernwick.id}#rec#site`, sk: id };
  const { actor: _actor, ...nobodys } = (await database.send(new GetCommand({ TableName, Key }))).Item ?? {};
  await database.send(new PutCommand({ TableName, Item: { ...nobodys, version: 2 } }));
  database.destroy();
  await coordinator.patch(`/api/v1${path}`, 2, { values: { name: 'Mill Run North' } });
  await stack.idle();
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

describe.each([
  ['a phone', phone],
  ['a desk', desk],
])('the history of a record, on %s', (_where, viewport) => {
  it('tells of a version that nobody can be named for, between those that are known', async () => {
    const seat = await sit(browser, stack, viewport);
    await enter(seat, 'coordinator');
    await seat.page.goto(path);
    await settled(seat.page);
    const history = seat.page.locator('section', { has: seat.page.getByRole('heading', { name: 'History' }) }).last();
    await expect.poll(() => history.getByRole('listitem').count()).toBe(3);
    const [third, second, first] = await history.getByRole('listitem').allTextContents();
    expect(third).toMatch(/^Changed by Demo coordinator.* \(coordinator\)/);
    expect(second).toMatch(/^Gap: who made this version could not be readnoticed .*version 2$/);
    expect(first).toMatch(/^Made by Demo coordinator/);
    expect(await axeFindings(seat.page)).toEqual([]);
    expect(await layoutFindings(seat.page)).toEqual([]);
    await seat.context.close();
  });
});
