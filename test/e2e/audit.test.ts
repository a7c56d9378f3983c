import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#test/support/browser.ts';
import { make } from '#test/support/make.ts';
import { desk, enter, phone, settled, sit, type Seat } from '#test/support/page.ts';
import { clean, picture } from '#test/support/seen.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let browser: Browser;
let admin: Visitor;
let site: string;

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  const coordinator = await stack.as('coordinator');
  admin = await stack.as('admin');
  site = (await make(coordinator, 'site')).id;
  await coordinator.patch(`/api/v1/sites/${site}`, 1, {
    values: { name: 'Mill Run North', contactName: 'Another contact' },
  });
  for (let n = 0; n < 55; n += 1) await make(coordinator, 'structure', { name: `CB-${n}`, site: undefined });
  await admin.act(`/api/v1/sites/${site}/archive`, 2, { reason: 'Entered twice' });
  await stack.idle();
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

describe.each([
  ['a phone', phone],
  ['a desk', desk],
])('an administrator at %s', (where, viewport) => {
  let seat: Seat;
  beforeAll(async () => {
    seat = await sit(browser, stack, viewport);
    await enter(seat, 'admin', fernwick, stack);
  });
  afterAll(() => seat.context.close());

  const rows = () => seat.page.locator('tbody tr');
  const show = async () => {
    await seat.page.getByRole('button', { name: 'Show', exact: true }).click();
    await settled(seat.page);
  };

  it('reads the changes of all records, newest first, and searches further back', async () => {
    const { page } = seat;
    await page.goto('/audit');
    await rows().first().waitFor();
    // The title comes a moment after the row.
    await expect
      .poll(() => rows().first().textContent())
      .toMatch(/Archived.*Entered twice.*Site: Mill Run North.*Demo admin/);
    await clean(seat);
    await picture(seat, `audit ${where}`);
    expect(await rows().count()).toBe(50);
    await page.getByText(/^Searched back to /).waitFor();
    await page.getByRole('button', { name: 'Search further back' }).click();
    await expect.poll(() => rows().count()).toBe(58);
    await page.getByRole('button', { name: 'Search further back' }).waitFor({ state: 'hidden' });
  });
  it('narrows it down, and the address is that of the answer', async () => {
    const { page } = seat;
    await page.getByLabel('Kind of record').selectOption('site');
    await page.getByLabel('What was done').selectOption('change');
    await show();
    await expect.poll(() => rows().count()).toBe(1);
    expect(page.url()).toMatch(/\/audit\?type=site&action=change$/);
    expect(await rows().first().textContent()).toContain('Site name, Contact');
    await page.getByLabel('From').fill('2000-01-01');
    await page.getByLabel('To').fill('2000-12-31');
    await show();
    await page.getByText('No such changes.').waitFor();
    await page.goBack();
    await expect.poll(() => rows().count()).toBe(1);
  });
  it('opens an entry: what was there before and after, by whom, and that it is as it was written', async () => {
    const { page } = seat;
    await rows().first().getByRole('button', { name: 'Open' }).click();
    const dialog = page.getByRole('dialog');
    const changes = dialog.locator('table tbody tr');
    await changes.first().waitFor();
    expect(await changes.allTextContents()).toEqual([
      'Site nameMill Run CommonsMill Run North',
      'ContactExample contactAnother contact',
    ]);
    expect(await dialog.textContent()).toMatch(/Demo coordinator.*Coordinator.*On the site.*Request/);
    await dialog.getByText('This entry is as it was written, and it follows the one before it.').waitFor();
    await clean(seat);
    await picture(seat, `audit entry ${where}`);
    await dialog.getByRole('button', { name: 'Close' }).click();
  });
  it('takes along what is shown, with or without names and contacts', async () => {
    const { page } = seat;
    const take = async (format: string) => {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: `Download as ${format}` }).click();
      const file = await download;
      expect(file.suggestedFilename()).toBe(`audit-trail.${format.toLowerCase()}`);
      return readFileSync(await file.path(), 'utf8');
    };
    expect(await take('CSV')).toContain('Example contact,Another contact');
    const parsed = JSON.parse(await take('JSON')) as { verb: string; changes: object[] }[];
    expect(parsed).toMatchObject([{ verb: 'change', changes: [{ field: 'name' }, { after: 'Another contact' }] }]);
    await page.getByLabel('With names and contacts of people').uncheck();
    expect(await take('CSV')).not.toContain('contact,');
  });
  it('looks up a person once when it is meant, and that is an access event', async () => {
    const { page } = seat;
    await page.goto('/audit');
    await rows().first().waitFor();
    const lookUps = async () =>
      ((await admin.get('/api/v1/access-events?kind=lookUp&limit=200')).body.items as object[]).length;
    const before = await lookUps();
    await page.getByLabel('Person').selectOption({ label: 'Demo admin, City of Fernwick' });
    await settled(page);
    expect(await lookUps()).toBe(before);
    await show();
    await expect.poll(() => rows().count()).toBe(1);
    expect(await lookUps()).toBe(before + 1);
    await page.getByRole('link', { name: 'Access events' }).click();
    await page
      .locator('.entry', { hasText: /Looked up by person: Demo admin.*Changes to records/ })
      .first()
      .waitFor();
  });
  it('comes to it from a record, and goes back to the record', async () => {
    const { page } = seat;
    await page.goto(`/sites/${site}`);
    await page.getByRole('link', { name: 'Open in the audit trail' }).click();
    await expect.poll(() => rows().count()).toBe(3);
    await clean(seat);
    await picture(seat, `audit of a record ${where}`);
    await rows().first().getByRole('link').click();
    await page.getByRole('heading', { level: 1, name: 'Mill Run North' }).waitFor();
  });
});

it('a coordinator sees the history of a record and no way into the audit trail', async () => {
  const seat = await sit(browser, stack, desk);
  await enter(seat, 'coordinator');
  await seat.page.goto(`/sites/${site}`);
  await seat.page.getByText('Entered twice').waitFor();
  expect(await seat.page.getByRole('link', { name: /audit/i }).count()).toBe(0);
  await seat.page.goto('/audit');
  await settled(seat.page);
  expect(await seat.page.getByRole('button', { name: 'Show' }).count()).toBe(0);
  await seat.context.close();
});
