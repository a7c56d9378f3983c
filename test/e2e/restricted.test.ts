import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, layoutFindings } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/browser.ts';
import { make } from '#test/support/make.ts';
import { desk, enter, phone, sit } from '#test/support/page.ts';
import { pdfOf } from '#test/support/pdf.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

describe('a form that holds a number which should not be kept', () => {
  it.each([
    ['a phone', phone],
    ['a desk', desk],
  ])('says so on %s, offers a reason, and saves once it is taken out', async (_where, viewport) => {
    const { page, context, troubles } = await sit(browser, stack, viewport);
    await enter({ page, context, troubles }, 'coordinator');
    await page.goto('/sites/new');
    await page.getByLabel(/^Site name/).fill('Corner lot');
    await page.getByLabel(/^Kind of site/).selectOption('municipal');
    await page.getByLabel('Active', { exact: true }).check();
    await page.getByRole('textbox', { name: 'Notes' }).fill('The owner gave 219-09-9999.');
    await page.getByRole('button', { name: 'Save site' }).click();
    await page.getByRole('alert').first().getByText('This looks like a Social Security number.').waitFor();
    await page.getByLabel('Why it must stay').waitFor();
    expect([...(await axeFindings(page)), ...(await layoutFindings(page)), ...troubles]).toEqual([]);
    await page.getByRole('textbox', { name: 'Notes' }).fill('The owner called.');
    await page.getByRole('button', { name: 'Save site' }).click();
    await page.getByRole('heading', { level: 1, name: 'Corner lot' }).waitFor();
    await context.close();
  });
});

describe('a PDF with a number that should not be kept', () => {
  it.each([
    ['a phone', phone],
    ['a desk', desk],
  ])('is held back on %s until somebody says why it must stay', async (_where, viewport) => {
    const site = await make(await stack.as('coordinator'), 'site');
    const { page, context, troubles } = await sit(browser, stack, viewport);
    await enter({ page, context, troubles }, 'inspector');
    await page.goto(`/sites/${site.id}`);
    const buffer = pdfOf(['Site plan', 'Applicant SSN: 219-09-9999']);
    await page
      .getByLabel('Choose files', { exact: true })
      .last()
      .setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer });
    await page.getByText('Held back').waitFor({ timeout: 30_000 });
    await page.getByRole('link', { name: 'plan.pdf' }).click();
    await page.getByText('Page 2 seems to hold a Social Security number.').first().waitFor();
    expect(await page.getByRole('button', { name: 'Download' }).count()).toBe(0);
    expect([...(await axeFindings(page)), ...(await layoutFindings(page)), ...troubles]).toEqual([]);
    await page.getByRole('button', { name: 'Keep this file' }).click();
    await page.getByLabel('Why it must stay').fill('It is a parcel number.');
    await page.getByRole('button', { name: 'Keep the file' }).click();
    await page.getByRole('button', { name: 'Download' }).waitFor();
    await page.getByText('Reason: It is a parcel number.').waitFor({ timeout: 30_000 });
    expect([...(await axeFindings(page)), ...(await layoutFindings(page)), ...troubles]).toEqual([]);
    await context.close();
  });
});
