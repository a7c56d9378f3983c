import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { axeFindings, layoutFindings } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/browser.ts';
import { desk, enter, phone, sit } from '#test/support/page.ts';
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
