import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seedDemo } from '#infra/local/demo/seed.ts';
import { allRecords } from '#shared/records/index.ts';
import { axeFindings, layoutFindings } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/browser.ts';
import { desk, enter, phone, settled, sit, type Seat } from '#test/support/page.ts';
import { seedTarget, startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let browser: Browser;
const firstOf = new Map<string, string>();

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  await seedDemo(
    seedTarget(stack),
    () => new Date(),
    () => undefined,
  );
  const coordinator = await stack.as('coordinator');
  for (const { name, path } of allRecords) {
    const [first] = (await coordinator.get(`/api/v1/${path}`)).body.items;
    if (first !== undefined) firstOf.set(name, `/${path}/${first.id}`);
  }
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const made = allRecords.filter((r) => !r.managed);
const screens: [string, () => string][] = [
  ['home', () => '/'],
  ['map', () => '/map'],
  ['import', () => '/import'],
  ['export', () => '/export'],
  ['people', () => '/people'],
  ['my account', () => '/account'],
  ['data dictionary', () => '/dictionary'],
  ...allRecords.map((r): [string, () => string] => [`list of ${r.path}`, () => `/${r.path}`]),
  ...made.map((r): [string, () => string] => [`new ${r.name}`, () => `/${r.path}/new`]),
  ...made.map((r): [string, () => string] => [`one ${r.name}`, () => firstOf.get(r.name) ?? '/missing']),
  ...made.map((r): [string, () => string] => [`change ${r.name}`, () => `${firstOf.get(r.name) ?? '/missing'}/edit`]),
];

describe.each([
  ['a phone', phone],
  ['a desk', desk],
])('on %s', (_where, viewport) => {
  let seat: Seat;
  beforeAll(async () => {
    seat = await sit(browser, stack, viewport);
  });
  afterAll(() => seat.context.close());

  it('the sign-in screen is accessible', async () => {
    await seat.page.goto('/');
    await seat.page.getByLabel('E-mail').waitFor();
    expect(await axeFindings(seat.page)).toEqual([]);
    expect(await layoutFindings(seat.page)).toEqual([]);
    await enter(seat, 'coordinator');
  });
  it.each(screens)('the screen %s is accessible, fits, and calls nobody else', async (_name, path) => {
    seat.troubles.length = 0;
    await seat.page.goto(path());
    await settled(seat.page);
    expect(await axeFindings(seat.page)).toEqual([]);
    expect(await layoutFindings(seat.page)).toEqual([]);
    expect(seat.troubles).toEqual([]);
  });
});
