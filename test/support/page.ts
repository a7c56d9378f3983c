import type { Browser, BrowserContext, Page } from 'playwright-core';
import { DEMO_PASSWORD, type agencies } from '#infra/local/demo/agencies.ts';
import type { Role } from '#shared/model/role.ts';
import { codeFor } from './sign-in-codes.ts';
import { fernwick, type TestStack } from './stack.ts';

export const phone = { width: 390, height: 844 };
export const desk = { width: 1280, height: 900 };

export interface Seat {
  readonly page: Page;
  readonly context: BrowserContext;
  /** What a user never sees and must not happen: script errors, policy violations, calls to other hosts. */
  readonly troubles: string[];
}

/** A clean browser window that writes down every trouble. */
export const sit = async (
  browser: Browser,
  stack: TestStack,
  viewport: { width: number; height: number },
): Promise<Seat> => {
  const context = await browser.newContext({
    viewport,
    baseURL: stack.url,
    reducedMotion: 'reduce',
    locale: 'en-US',
    permissions: ['geolocation'],
    geolocation: { longitude: -99.61, latitude: 41.42 },
    hasTouch: viewport.width < 600,
  });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  const troubles: string[] = [];
  const ours = new Set([new URL(stack.url).host, new URL(stack.endpoint).host]);
  page.on('pageerror', (error) => troubles.push(`script: ${error.message}`));
  page.on('console', (message) => {
    if (/content security policy/i.test(message.text())) troubles.push(`policy: ${message.text()}`);
  });
  page.on('request', (request) => {
    const url = new URL(request.url());
    if (/^https?:$/.test(url.protocol) && !ours.has(url.host)) troubles.push(`foreign host: ${url.host}`);
  });
  return { page, context, troubles };
};

/** Signs in by the screen, as a person does. */
export const enter = async (
  { page }: Seat,
  role: Role,
  agency: (typeof agencies)[number] = fernwick,
  stack?: TestStack,
): Promise<void> => {
  const email = `${role}@${agency.domain}`;
  // Set up once, so that the screen asks for the code.
  if (stack && !stack.authenticators().some((one) => one.email === email)) await stack.as(role, agency);
  await page.goto('/');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(DEMO_PASSWORD);
  await page.getByRole('button', { name: 'Sign in' }).click();
  if (stack) {
    await page.getByLabel('Code from your authenticator app').fill(await codeFor(stack, email));
    await page.getByRole('button', { name: 'Sign in' }).click();
  }
  await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
};

/** The page is there and shows nothing as being on its way. */
export const settled = async (page: Page): Promise<void> => {
  await page.locator('h1').first().waitFor();
  await page.getByText('Loading…').first().waitFor({ state: 'hidden' });
  await page.waitForTimeout(150);
};
