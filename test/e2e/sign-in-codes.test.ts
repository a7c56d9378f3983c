import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { axeFindings, layoutFindings } from '#test/support/axe.ts';
import { openBrowser } from '#test/support/browser.ts';
import { desk, phone, settled, sit, type Seat } from '#test/support/page.ts';
import { codeFor } from '#test/support/sign-in-codes.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let browser: Browser;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

const clean = async ({ page, troubles }: Seat, name: string) => {
  await settled(page);
  const folder = process.env['SCREENSHOTS'];
  if (folder !== undefined) await page.screenshot({ path: `${folder}/codes-${name}.png`, fullPage: true });
  expect([...(await axeFindings(page)), ...(await layoutFindings(page)), ...troubles]).toEqual([]);
};

describe.each([
  ['phone', phone, fernwick],
  ['desk', desk, marlow],
] as const)('an administrator at a %s', (where, viewport, agency) => {
  const email = `admin@${agency.domain}`;
  const password = async ({ page }: Seat) => {
    await page.goto('/');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('Password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('sets up codes before anything else, signs in with one, and comes back without the phone', async () => {
    const seat = await sit(browser, stack, viewport);
    const { page } = seat;
    await password(seat);
    await page.getByRole('heading', { level: 1, name: 'Set up sign-in codes' }).waitFor();
    await page.goto('/members');
    await page.getByRole('heading', { level: 1, name: 'Set up sign-in codes' }).waitFor();
    await page.getByLabel('Your password').fill(DEMO_PASSWORD);
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('img', { name: /QR code/ }).waitFor();
    await seat.context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Copy the key' }).click();
    await page.getByRole('status').getByText('The key was copied.').waitFor();
    const key = (await page.locator('.secret-key').textContent()) ?? '';
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(key.replaceAll(' ', ''));
    await clean(seat, `picture-${where}`);
    await page.getByLabel('Code from the app').fill(await codeFor(stack, email));
    await page.getByRole('button', { name: 'Switch codes on' }).click();
    const kept = page.getByRole('button', { name: 'I have kept them' });
    await kept.waitFor();
    const recovery = await page.locator('.recovery-codes code').allTextContents();
    expect(recovery).toHaveLength(10);
    await clean(seat, `recovery-${where}`);
    await kept.click();
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await page.goto('/account');
    await page.getByRole('heading', { name: 'Sign-in codes' }).waitFor();
    await clean(seat, `account-${where}`);
    await seat.context.close();

    const again = await sit(browser, stack, viewport);
    await password(again);
    await again.page.getByLabel('Code from your authenticator app').waitFor();
    await clean(again, `code-${where}`);
    await again.page.getByLabel('Code from your authenticator app').fill(await codeFor(stack, email));
    await again.page.getByRole('button', { name: 'Sign in' }).click();
    await again.page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await again.context.close();

    const lost = await sit(browser, stack, viewport);
    await password(lost);
    await lost.page.getByRole('button', { name: 'I do not have my phone' }).click();
    await lost.page.getByLabel('Recovery code').fill(recovery[0] ?? '');
    await clean(lost, `lost-${where}`);
    await lost.page.getByRole('button', { name: 'Use this code' }).click();
    await lost.page.getByText('Sign-in codes are off now').waitFor();
    await lost.page.getByLabel('Password').fill(DEMO_PASSWORD);
    await lost.page.getByRole('button', { name: 'Sign in' }).click();
    await lost.page.getByRole('heading', { level: 1, name: 'Set up sign-in codes' }).waitFor();
    await lost.context.close();
  });
});
