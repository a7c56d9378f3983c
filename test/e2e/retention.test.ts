import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { aYearOfWork, night } from '#test/functions/disposal/office.ts';
import { openBrowser } from '#test/support/browser.ts';
import { backToToday, forward } from '#test/support/clock.ts';
import { desk, enter, phone, sit } from '#test/support/page.ts';
import { clean, picture } from '#test/support/seen.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let browser: Browser;
let ours: Awaited<ReturnType<typeof aYearOfWork>>;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  ours = await aYearOfWork(stack, await stack.as('coordinator'));
});
afterAll(async () => {
  backToToday();
  await browser.close();
  await stack.close();
});

/** What a coordinator is offered while the agency closes its account: reading, and the reason in place of each form. */
const nothingToChange = async (where: string, viewport: typeof phone) => {
  const seat = await sit(browser, stack, viewport);
  const { page } = seat;
  await enter(seat, 'coordinator');
  await page.goto(`/structures/${ours.structure}`);
  await page.getByText('Your agency is closing its account, so nothing can be changed.').waitFor();
  await page.getByRole('heading', { name: 'Files' }).waitFor();
  const offers = page.getByRole('main').getByRole('button').or(page.getByRole('main').getByRole('link'));
  const offered = (await offers.allTextContents()).join('\n');
  expect(offered).not.toMatch(/Edit|Archive|Start inspection|Add |Take a photo|Place a legal hold/);
  await clean(seat);
  for (const path of ['/structures/new', '/import']) {
    await page.goto(path);
    await page.getByText('Nothing can be added or changed any more.').waitFor();
    expect(await page.getByRole('main').locator('form').count()).toBe(0);
    await clean(seat);
    await picture(seat, `closing-${path.replaceAll('/', '-')}-${where}`);
  }
  await page.goto(`/structures/${ours.structure}/edit`);
  await page.getByText('This cannot be edited').waitFor();
  await page.goto('/structures');
  await page.getByRole('heading', { level: 1, name: 'Structures' }).waitFor();
  expect(await page.getByRole('link', { name: 'New structure' }).count()).toBe(0);
  await seat.context.close();
};

describe.each([
  ['phone', phone],
  ['desk', desk],
] as const)('at a %s', (where, viewport) => {
  it('an administrator sets how long tasks are kept, names who decides, and places and lifts a hold', async () => {
    const seat = await sit(browser, stack, viewport);
    const { page } = seat;
    await enter(seat, 'admin', fernwick, stack);
    await page.goto('/retention');
    await page.getByRole('button', { name: 'Change Tasks' }).click();
    await page.getByRole('dialog').getByLabel('Keep for').fill('2');
    await page.getByRole('dialog').getByLabel('Reason').fill('Council decision');
    await clean(seat);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('The law asks for more years.').waitFor();
    const years = where === 'phone' ? '6' : '7';
    await page.getByRole('dialog').getByLabel('Keep for').fill(years);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(`Tasks: each is kept for ${years} years from`).first().waitFor();
    await page.getByRole('button', { name: 'Name a person' }).click();
    await page
      .getByRole('dialog')
      .getByLabel('Person')
      .selectOption({ label: `Demo ${where === 'phone' ? 'admin' : 'coordinator'}, City of Fernwick` });
    await page.getByRole('dialog').getByLabel('Reason').fill('A duty of the office');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('who decides. Nothing is disposed of by itself.').waitFor();
    await page.getByRole('button', { name: 'Place a legal hold' }).click();
    await page.getByRole('dialog').getByLabel('What is kept').selectOption('structure');
    await page.getByRole('button', { name: 'Place hold' }).click();
    await page.getByText('Say why. It stays with this.').waitFor();
    await page.getByRole('dialog').getByLabel('Reason').fill('Appeal of a penalty');
    await page.getByRole('button', { name: 'Place hold' }).click();
    await page.getByRole('button', { name: 'Lift hold on All structures' }).waitFor();
    await clean(seat);
    await picture(seat, `retention-${where}`);
    await page.goto(`/structures/${ours.structure}`);
    await page.getByText('On legal hold').waitFor();
    await clean(seat);
    await picture(seat, `held-${where}`);
    await page.goto('/retention');
    await page.getByRole('button', { name: 'Lift hold on All structures' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('Settled');
    await page.getByRole('dialog').getByRole('button', { name: 'Lift hold' }).click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });
    await clean(seat);
    await seat.context.close();
  });

  it('an administrator sees every step of closing the account, begins, and cancels', async () => {
    const seat = await sit(browser, stack, viewport);
    const { page } = seat;
    await enter(seat, 'admin', fernwick, stack);
    await page.goto('/settings');
    await page.getByRole('link', { name: 'Steps of closing the account' }).click();
    await page.getByText('nothing is left in backups').waitFor();
    await page.getByLabel('Export period').fill('12');
    await page.getByLabel('Name of your agency').fill('City of Nowhere');
    await page.getByRole('button', { name: 'Close this account' }).click();
    await page.getByRole('heading', { name: '2 answers need another look' }).waitFor();
    await clean(seat);
    await picture(seat, `closing-start-${where}`);
    await page.getByLabel('Export period').fill('90');
    await page.getByLabel('Name of your agency').fill(fernwick.name);
    await page.getByRole('button', { name: 'Close this account' }).click();
    await page.getByRole('dialog').getByLabel('Your password').fill(DEMO_PASSWORD);
    await clean(seat);
    await page.getByRole('dialog').getByRole('button', { name: 'Close this account' }).click();
    await page.getByText('91 days are left to export').waitFor();
    await clean(seat);
    await picture(seat, `closing-under-way-${where}`);
    const viewer = await sit(browser, stack, viewport);
    await enter(viewer, 'viewer');
    await viewer.page.getByText('Your agency is closing its account.').waitFor();
    await clean(viewer);
    await picture(viewer, `closing-banner-${where}`);
    await viewer.context.close();
    await nothingToChange(where, viewport);
    await page.getByRole('button', { name: 'Cancel the closing' }).click();
    await clean(seat);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel the closing' }).click();
    await page.getByLabel('Name of your agency').waitFor();
    await page.getByText('Your agency is closing its account.').waitFor({ state: 'hidden' });
    await seat.context.close();
  });
});

it('an administrator sets permit years and terms in the settings, and sees them under retention', async () => {
  const seat = await sit(browser, stack, phone);
  const { page } = seat;
  await enter(seat, 'admin', fernwick, stack);
  await page.goto('/settings');
  const panel = page.getByRole('region', { name: 'Permit years and terms' });
  await panel.getByText('Decides how long these are kept: Inspections, Findings.').waitFor();
  await panel.getByRole('button', { name: 'Save permit years' }).click();
  await panel.getByText('Permit years: Nothing was changed yet.').waitFor();
  await panel.getByLabel('Month').selectOption({ label: 'July' });
  await panel.getByRole('button', { name: 'Add a permit term' }).click();
  await panel.getByLabel('Term 1 ends on').fill('2028-06-30');
  await panel.getByLabel('Reason').fill('As our permit says');
  await clean(seat);
  await picture(seat, 'permit-years-phone');
  await panel.getByRole('button', { name: 'Save permit years' }).click();
  await panel.getByText('Permit years and terms were saved.').waitFor();
  await page.goto('/retention');
  await page.getByText('Permit years begin on July 1. Permit terms end on Jun 30, 2028.').waitFor();
  await page.getByText('Permit years begin on 07-01. Permit terms end on 2028-06-30').waitFor();
  await clean(seat);
  await seat.context.close();
});

describe('eight years later', () => {
  beforeAll(async () => {
    forward({ days: 8 * 366 });
    await night(stack);
  });

  it('the named person looks through the list on a phone, and keeps a record', async () => {
    const seat = await sit(browser, stack, phone);
    const { page } = seat;
    await enter(seat, 'coordinator');
    await page.getByText('4 records wait for your decision').waitFor();
    await clean(seat);
    await picture(seat, 'home-disposal-phone');
    await page.getByRole('link', { name: 'Look through the list' }).click();
    await page.getByRole('button', { name: 'Keep this inspection' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('Needed for a study');
    await clean(seat);
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Dispose of 3 records' }).waitFor();
    await clean(seat);
    await picture(seat, 'disposal-phone');
    await seat.context.close();
  });

  it('and approves the rest at a desk with the password, for a certificate', async () => {
    const seat = await sit(browser, stack, desk);
    const { page } = seat;
    await enter(seat, 'coordinator');
    await page.goto('/retention');
    await page.getByRole('link', { name: /^4 records, proposed/ }).click();
    await page.getByRole('button', { name: 'Keep this inspection' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('Needed for a study');
    await page.getByRole('button', { name: 'Keep it' }).click();
    await page.getByRole('button', { name: 'Dispose of 3 records' }).click();
    await page.getByRole('dialog').getByLabel('Your password').fill('not the password');
    await page.getByRole('dialog').getByRole('button', { name: 'Dispose of 3 records' }).click();
    await page.getByText('This is not your password.').waitFor();
    await clean(seat);
    await page.getByRole('dialog').getByLabel('Your password').fill(DEMO_PASSWORD);
    await page.getByRole('dialog').getByRole('button', { name: 'Dispose of 3 records' }).click();
    await page.getByRole('heading', { name: 'Certificate of disposal' }).waitFor({ timeout: 60_000 });
    await page.getByText('3 records were disposed of').waitFor();
    await clean(seat);
    await picture(seat, 'certificate-desk');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/^disposal-.*\.(csv|json)$/);
    await page.goto(`/sites/${ours.closed}`);
    await page.getByRole('heading', { name: 'No such site' }).waitFor();
    await seat.context.close();
  });
});
