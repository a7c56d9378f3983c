import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { axeFindings, layoutFindings } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/browser.ts';
import { desk, enter, sit, type Seat } from '#test/support/page.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let browser: Browser;
let seat: Seat;
const folder = mkdtempSync(join(tmpdir(), 'import-'));

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  seat = await sit(browser, stack, desk);
  await enter(seat, 'coordinator');
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const clean = async (page: Page) => {
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    expect([...(await axeFindings(page)), ...(await layoutFindings(page))]).toEqual([]);
  }
};

it('a spreadsheet in state plane feet asks for its system, shows where it would lie, comes in, and is undone', async () => {
  const { page } = seat;
  const file = join(folder, 'feet.csv');
  writeFileSync(file, 'GlobalID,Type,X,Y\nC-1,Manhole,1567350.7181,196966.0480\n');
  await page.goto('/import');
  await page.getByRole('radio', { name: 'Structures' }).check();
  await page.locator('input[type=file]').setInputFiles(file);
  await page.getByRole('button', { name: 'Upload and look at the columns' }).click();
  await page.getByText('(1567350.7181, 196966.048) are not degrees').waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('alert').getByText('Choose what they are in').waitFor();

  const system = page.getByRole('combobox', { name: 'Coordinate system' });
  await system.selectOption({ label: 'Kentucky North (metres), NAD83, EPSG:2205' });
  await page.getByText('would lie at').waitFor();
  expect(await page.getByText('38.04060° N, 84.50370° W').count()).toBe(0);
  await system.selectOption({ label: 'Kentucky North (US survey feet), NAD83, EPSG:2246' });
  await page.getByText('38.04060° N, 84.50370° W').waitFor();
  await clean(page);
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByRole('button', { name: 'Import 1 structures' }).click({ timeout: 30_000 });
  await page.getByText('The import is done').waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Undo this import' }).click();
  await page.getByText('What anyone changed after').waitFor();
  await clean(page);
  await page.getByRole('button', { name: 'Yes, undo it' }).click();
  await page.getByText('The import was undone').waitFor({ timeout: 30_000 });
  await clean(page);
  expect(seat.troubles).toEqual([]);
});

it('a number that should not be kept is asked about, and the matching is filled in from the last time', async () => {
  const { page } = seat;
  const file = join(folder, 'drains.csv');
  writeFileSync(file, 'GlobalID,Type,lon,lat,Note\nD-1,Manhole,-84.5,38.04,\nD-2,Inlet,-84.5,38.05,SSN 219-09-9999\n');
  const begin = async () => {
    await page.goto('/import');
    await page.getByRole('radio', { name: 'Structures' }).check();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Upload and look at the columns' }).click();
    await page.getByRole('button', { name: 'Check the file' }).waitFor({ timeout: 30_000 });
  };
  await begin();
  await page.getByRole('button', { name: 'Check the file' }).click();
  await page.getByText('One row seems to hold a number that should not be kept').waitFor({ timeout: 30_000 });
  expect(await page.getByText('219-09-9999', { exact: false }).count()).toBe(0);
  await page.getByRole('button', { name: 'Check again with this reason' }).click();
  await page.getByText('Say why, or leave the rows out.').waitFor();
  await clean(page);
  await page.getByRole('textbox', { name: 'Why these rows must come in' }).fill('It is a parcel number.');
  await page.getByRole('button', { name: 'Check again with this reason' }).click();
  await page.getByText('come in with this reason: It is a parcel number.').waitFor({ timeout: 30_000 });
  await page.getByRole('button', { name: 'Import 2 structures' }).click();
  await page.getByText('The import is done').waitFor({ timeout: 30_000 });

  await begin();
  await page.getByText('The matching is the one used for drains.csv').waitFor();
  await clean(page);
  await page.getByRole('button', { name: 'Use a fresh suggestion instead' }).click();
  expect(await page.getByText('The matching is the one used for').count()).toBe(0);
  expect(seat.troubles).toEqual([]);
});
