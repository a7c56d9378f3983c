import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#test/support/browser.ts';
import { make } from '#test/support/make.ts';
import { desk, enter, phone, settled, sit, type Seat } from '#test/support/page.ts';
import { clean } from '#test/support/seen.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let browser: Browser;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  await make(await stack.as('coordinator'), 'outfall', { externalId: undefined, landowner: 'Jo Sample' });
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

describe.each([
  ['a phone', phone],
  ['a desk', desk],
])('on %s', (where, viewport) => {
  let seat: Seat;
  const name = `Complaints on ${where}`;
  beforeAll(async () => {
    seat = await sit(browser, stack, viewport);
    await seat.page.goto('/');
    await enter(seat, 'coordinator');
    seat.troubles.length = 0;
  });
  afterAll(() => seat.context.close());

  it('a profile begins with the set of a state', async () => {
    const { page } = seat;
    await page.goto('/redaction-profiles/new');
    await settled(page);
    await page.getByRole('button', { name: 'Save profile' }).click();
    await page.getByText('2 answers need another look').waitFor();
    await clean(seat);
    await page.getByLabel('Name (required)').fill(name);
    await page.getByLabel('Rules to begin with').selectOption({ label: 'Kentucky' });
    await page.getByRole('button', { name: 'Save profile' }).click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    await page.getByText('KRS 61.878(1)(a)').first().waitFor();
    await page.getByRole('region', { name: 'Rules' }).getByText('check each rule with your counsel').waitFor();
    await page.getByText('first values').first().waitFor({ timeout: 30_000 });
    await clean(seat);
  });

  it('a rule is added with its exemption and taken out again', async () => {
    const { page } = seat;
    await page.getByLabel('Remove from every copy').selectOption({ label: 'Sites: Address' });
    await page.getByRole('button', { name: 'Add this rule' }).click();
    await page.getByLabel('Citation (required)').fill('KRS 61.878(1)(m)');
    await clean(seat);
    await page.getByRole('button', { name: 'Remove it from the copy' }).click();
    const added = page.getByRole('region', { name: 'Rules' }).getByText('KRS 61.878(1)(m)');
    await added.waitFor();
    await page.getByRole('button', { name: /Take the rule out.*Address of every site/ }).click();
    await added.waitFor({ state: 'detached' });
  });

  it('outfall locations and permit numbers are not offered', async () => {
    const offered = await seat.page.getByLabel('Remove from every copy').locator('option').allTextContents();
    expect(offered).toContain('Outfalls: Landowner');
    for (const open of ['Outfalls: Location', 'Sites: Permit number', 'Records withheld: Outfalls'])
      expect(offered).not.toContain(open);
  });

  it('a copy of everything is made by it, and its log can be downloaded', async () => {
    const { page } = seat;
    await page.goto('/export');
    await settled(page);
    await page.getByLabel('Redacted for the public by').selectOption({ label: name });
    await clean(seat);
    await page.getByRole('button', { name: 'Start export' }).click();
    await page.getByRole('button', { name: 'Download export.zip' }).first().waitFor({ timeout: 60_000 });
    await page.getByText('files, one by one').first().click();
    await page.getByText('redaction-log.csv').first().waitFor();
    await clean(seat);
  });
});
