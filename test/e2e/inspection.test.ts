import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings } from '#test/support/axe.ts';
import { make } from '#test/support/make.ts';
import { openBrowser } from '#test/support/browser.ts';
import { enter, phone, sit, type Seat } from '#test/support/page.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';

/** The smallest real picture: one red pixel. */
const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
);

let stack: TestStack;
let browser: Browser;
let seat: Seat;
let photo: string;
let page404: string;
let colleagues: { structure: string; task: string };

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  await make(await stack.as('inspector'), 'structure', { name: 'CB-900', site: undefined });
  const coordinator = await stack.as('coordinator');
  colleagues = {
    structure: (await make(coordinator, 'structure', { name: 'CB-901', site: undefined })).id,
    task: (await make(coordinator, 'task', { assignee: coordinator.member.id, structure: undefined })).id,
  };
  const outfall = (await make(coordinator, 'outfall', { name: 'OF-900', externalId: undefined })).id;
  await make(coordinator, 'inspection', {
    structure: undefined,
    outfall,
    sedimentDepth: undefined,
    sumpDepth: undefined,
  });
  const folder = mkdtempSync(join(tmpdir(), 'photo-'));
  [photo, page404] = [join(folder, 'sump.png'), join(folder, 'not-a-photo.png')];
  writeFileSync(photo, png);
  writeFileSync(page404, '<html>not a photo</html>');
  seat = await sit(browser, stack, phone);
  await enter(seat, 'inspector');
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

describe('an inspector with a phone', () => {
  it('is told by its card whether an inspection was of an outfall or of a structure', async () => {
    const { page } = seat;
    await page.goto('/inspections');
    const card = page.getByRole('listitem').filter({ hasText: 'OF-900' });
    await card.waitFor();
    expect(await card.textContent()).toContain('Outfall: OF-900');
  });
  it('finds the structure and starts its inspection with everything known filled in', async () => {
    const { page } = seat;
    await page.goto('/structures');
    await page.getByLabel('Search structures').fill('CB-900');
    await page.getByRole('link', { name: /CB-900/ }).click();
    await page.getByRole('heading', { level: 1, name: /CB-900/ }).waitFor();
    await page.getByRole('link', { name: 'Start inspection' }).first().click();
    await page.getByRole('radio', { name: 'Structure', exact: true }).waitFor();
    expect(await page.getByRole('radio', { name: 'Structure', exact: true }).isChecked()).toBe(true);
  });
  it('is told what is missing, at the top and at the field', async () => {
    const { page } = seat;
    await page.getByRole('button', { name: 'Save inspection' }).click();
    const summary = page.getByRole('alert').first();
    await summary.waitFor();
    expect(await summary.textContent()).toContain('Condition');
  });
  it('answers it with the thumb and saves', async () => {
    const { page } = seat;
    await page.getByRole('button', { name: 'Use my position' }).click();
    await page.getByRole('radio', { name: 'Poor' }).check();
    await page.getByLabel(/Sediment depth/).fill('15');
    await page.getByLabel(/Sump depth/).fill('24');
    await page.getByRole('button', { name: 'Save inspection' }).click();
    await page.waitForURL(/\/inspections\/[0-9a-f-]{36}$/);
    await page.getByText('Poor').first().waitFor();
  });
  it('adds a finding that needs correction, and it has a task', async () => {
    const { page } = seat;
    const inspection = page.url();
    await page.getByRole('link', { name: 'Add finding' }).first().click();
    await page.getByLabel(/What it is about/).selectOption({ label: 'Sediment or debris' });
    await page.getByLabel(/What was found/).fill('The sump is more than half full');
    await page.getByRole('radio', { name: 'High' }).check();
    await page
      .getByRole('group', { name: /Needs correction/ })
      .getByRole('radio', { name: 'Yes' })
      .check();
    await page.getByRole('button', { name: 'Save finding' }).click();
    await page.waitForURL(/\/findings\/[0-9a-f-]{36}$/);
    await page.goto(inspection);
    await page.getByRole('link', { name: /Sediment or debris: The sump is more than half full/ }).click();
    await page.getByRole('button', { name: 'Close this task' }).waitFor();
  });
  it('is told in a sentence why a file is not taken', async () => {
    const { page } = seat;
    await page.locator('input[type=file]').last().setInputFiles(page404);
    await page
      .getByText(/its content is not/)
      .first()
      .waitFor({ timeout: 20_000 });
  });
  it('adds a photo as evidence and closes the task', async () => {
    const { page } = seat;
    await page.locator('input[type=file]').last().setInputFiles(photo);
    await page.locator('.file-picture img').first().waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: 'Close this task' }).click();
    await page.getByRole('button', { name: 'Close task' }).click();
    await page.getByText('Closed', { exact: true }).first().waitFor();
  });
  it('sees who changed what in its history', async () => {
    await stack.idle();
    const { page } = seat;
    await page.reload();
    await page.getByRole('heading', { name: 'History' }).waitFor();
    const history = page.locator('section', { has: page.getByRole('heading', { name: 'History' }) }).last();
    await expect.poll(() => history.textContent(), { timeout: 10_000 }).toContain('Demo inspector');
  });
  it("is told why a colleague's record has no Edit button, and may still inspect it", async () => {
    const { page } = seat;
    for (const address of [`/structures/${colleagues.structure}`, `/structures/${colleagues.structure}/edit`]) {
      await page.goto(address);
      await page.getByText('You can change only structures that you entered.').waitFor();
      expect(await page.getByRole('button', { name: 'Save changes' }).count()).toBe(0);
      expect(await page.getByRole('link', { name: 'Edit' }).count()).toBe(0);
      expect(await axeFindings(page)).toEqual([]);
    }
    await page.goto(`/structures/${colleagues.structure}`);
    await page.getByRole('link', { name: 'Start inspection' }).first().waitFor();
  });
  it("is told whose a colleague's task is, and finds no way to close it", async () => {
    const { page } = seat;
    await page.goto(`/tasks/${colleagues.task}`);
    await page.getByText(/This task is assigned to Demo coordinator/).waitFor();
    await page.getByText('Only coordinators and administrators change tasks.').waitFor();
    expect(await page.getByRole('button', { name: 'Close this task' }).count()).toBe(0);
    expect(await axeFindings(page)).toEqual([]);
  });
  it('met no script error, no policy violation and no foreign host on the way', () => {
    expect(seat.troubles).toEqual([]);
  });
});
