import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#test/support/browser.ts';
import { desk, enter, sit, type Seat } from '#test/support/page.ts';
import { marlow, startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let browser: Browser;
let seat: Seat;
const folder = mkdtempSync(join(tmpdir(), 'import-'));

const feature = (n: number, kind: string | null, geometry: object | null) => ({
  type: 'Feature',
  properties: {
    GlobalID: `{${n}}`,
    StructureType: kind,
    Owner: n % 2 ? 'City' : null,
    FacilityStatus: 'ACTV',
    Diameter: n === 5 ? 'wide' : 18,
  },
  geometry,
});
/** Two thousand made-up structures; one has a diameter that is no number. */
const collection = {
  type: 'FeatureCollection',
  features: Array.from({ length: 2000 }, (_, n) =>
    feature(
      n,
      n === 7 ? null : n % 3 ? 'Catchbasin' : 'Manhole',
      n === 9 ? null : { type: 'Point', coordinates: [-99.6 + (n % 50) / 1000, 41.4 + Math.floor(n / 50) / 1000] },
    ),
  ),
};

beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  seat = await sit(browser, stack, desk);
  await enter(seat, 'coordinator');
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

describe('a coordinator at the desk', () => {
  it('imports a GIS file: uploads, matches, checks, runs', async () => {
    const { page } = seat;
    const file = join(folder, 'structures.geojson');
    writeFileSync(file, JSON.stringify(collection));
    await page.goto('/import');
    await page.getByRole('radio', { name: 'Structures' }).check();
    await page.locator('input[type=file]').setInputFiles(file);
    await page.getByRole('button', { name: 'Upload and look at the columns' }).click();
    await page.getByRole('button', { name: /^Check/ }).click({ timeout: 30_000 });
    const run = page.getByRole('button', { name: 'Import 1,999 structures' });
    await run.waitFor({ timeout: 60_000 });
    expect(await page.locator('main').textContent()).toContain('wide');
    await run.click();
    await page.getByText('The import is done').waitFor({ timeout: 90_000 });
  });
  it('scrolls through all of them with only a screenful in the page', async () => {
    const { page } = seat;
    await page.goto('/structures');
    await page.getByText('1,999 structures').waitFor({ timeout: 30_000 });
    expect(await page.locator('table').first().getAttribute('aria-rowcount')).toBe('2000');
    expect(await page.locator('tbody tr').count()).toBeLessThan(80);
  });
  it('sees them on the map', async () => {
    const { page } = seat;
    await page.goto('/map');
    await page.getByText(/Structures\s*1,998/).waitFor({ timeout: 30_000 });
    await page.locator('canvas').waitFor();
  });
  it('takes them away again as a bundle', async () => {
    const { page } = seat;
    await page.goto('/export');
    await page.getByLabel('GeoJSON, for GIS').check();
    await page.getByRole('button', { name: 'Start export' }).click();
    const download = page.waitForEvent('download', { timeout: 90_000 });
    await page.getByRole('button', { name: 'Download export.zip' }).click({ timeout: 90_000 });
    expect((await download).suggestedFilename()).toMatch(/\.zip$/);
  });
  it('met no script error, no policy violation and no foreign host on the way', () => {
    expect(seat.troubles).toEqual([]);
  });
});

describe('what a person may not do is not offered', () => {
  it('to a viewer: nothing to add, import or change', async () => {
    const viewer = await sit(browser, stack, desk);
    await enter(viewer, 'viewer');
    for (const path of ['/structures', '/sites', '/tasks', '/inspections']) {
      await viewer.page.goto(path);
      await viewer.page.locator('h1').waitFor();
      expect(await viewer.page.getByRole('link', { name: /^New / }).count(), path).toBe(0);
    }
    expect(await viewer.page.getByRole('link', { name: 'Import' }).count()).toBe(0);
    await viewer.context.close();
  });
  it("to another agency: any of this one's records", async () => {
    const other = await sit(browser, stack, desk);
    await enter(other, 'coordinator', marlow);
    await other.page.goto('/structures');
    await other.page
      .getByText(/no structures|0 structures|nothing/i)
      .first()
      .waitFor();
    await other.context.close();
  });
});

describe('signing in and out', () => {
  it('refuses a wrong password without saying more, and keeps the address', async () => {
    const { page, context } = await sit(browser, stack, desk);
    await page.goto('/structures');
    await page.getByLabel('E-mail').fill('viewer@fernwick.example');
    await page.getByLabel('Password').fill('wrong wrong wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByLabel('E-mail').inputValue()).toBe('viewer@fernwick.example');
    await page.getByLabel('Password').fill('rain-garden-demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Structures' }).waitFor();
    await context.close();
  });
  it('leaves nothing behind on the device', async () => {
    const { page, context } = await sit(browser, stack, desk);
    await page.goto('/');
    await page.getByLabel('E-mail').fill('viewer@fernwick.example');
    await page.getByLabel('Password').fill('rain-garden-demo');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    const kept = () =>
      page.evaluate(async () => [localStorage.length, sessionStorage.length, (await indexedDB.databases()).length]);
    expect(await kept()).toEqual([0, 0, 0]);
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('E-mail').waitFor();
    expect((await context.cookies()).filter((c) => c.value !== '')).toEqual([]);
    await page.goto('/structures');
    await page.getByLabel('E-mail').waitFor();
    await context.close();
  });
});
