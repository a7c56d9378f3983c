import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#test/support/browser.ts';
import { make, makeOneOfEach } from '#test/support/make.ts';
import { desk, enter, phone, sit, type Seat } from '#test/support/page.ts';
import { photoOf } from '#test/support/photo.ts';
import { clean, picture } from '#test/support/seen.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';

let stack: TestStack;
let browser: Browser;
let made: Awaited<ReturnType<typeof makeOneOfEach>>;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  made = await makeOneOfEach(await stack.as('coordinator'));
});
afterAll(async () => {
  await browser.close();
  await stack.close();
});

describe.each([
  ['a phone', phone],
  ['a desk', desk],
])('an inspector at %s', (where, viewport) => {
  let seat: Seat;
  let path: string;
  beforeAll(async () => {
    const { id } = await make(await stack.as('inspector'), 'inspection', {}, made);
    path = `/inspections/${id}`;
    seat = await sit(browser, stack, viewport);
    await enter(seat, 'inspector');
  });
  afterAll(() => seat.context.close());

  it('signs an inspection off', async () => {
    const { page } = seat;
    await page.goto(path);
    await page.getByText('Not signed off').waitFor();
    await clean(seat);
    await page.getByRole('button', { name: 'Sign off' }).click();
    await clean(seat);
    await picture(seat, `sign off ${where}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Sign off' }).click();
    await page.getByText(/Signed off .* by Demo inspector/).waitFor();
    await stack.idle();
    await page.reload();
    await page.locator('.entry', { hasText: /^Signed off by Demo inspector/ }).waitFor();
    await clean(seat);
    await picture(seat, `signed off ${where}`);
  });
  it('is asked for a reason when something is changed afterwards', async () => {
    const { page } = seat;
    await page.getByRole('link', { name: 'Amend' }).click();
    await page.getByText('This inspection is signed off.').waitFor();
    await page.getByLabel(/Sediment depth/).fill('4');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByRole('alert').getByText('Reason: Say why it is changed afterwards.').waitFor();
    await clean(seat);
    await picture(seat, `amend ${where}`);
    await page.getByLabel('Reason for the amendment').fill('Read from the wrong mark');
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.waitForURL(new RegExp(`${path}$`));
  });
  it('finds the amendment in the history, with its reason and what was there before', async () => {
    const { page } = seat;
    await stack.idle();
    await page.reload();
    const entry = page.locator('.entry', { hasText: /^Amended by Demo inspector/ });
    await entry.waitFor();
    expect(await entry.textContent()).toMatch(/Reason: Read from the wrong mark.*Sediment depth14 in4 in/);
    await clean(seat);
  });
  it('is asked for one where a photo is added to it, once for all that were chosen', async () => {
    const { page } = seat;
    await page.goto(path);
    await page
      .getByText(/Signed off .* by Demo inspector/)
      .first()
      .waitFor();
    const later = { name: 'later.jpg', mimeType: 'image/jpeg', buffer: photoOf('later') };
    const more = { name: 'more.jpg', mimeType: 'image/jpeg', buffer: photoOf('more') };
    await page.getByLabel('Choose files').setInputFiles([later, more]);
    const dialog = page.getByRole('dialog', { name: 'Add 2 files afterwards?' });
    await dialog.getByRole('button', { name: 'Add files' }).click();
    await dialog.getByText('Say why it is changed afterwards.').waitFor();
    await clean(seat);
    await picture(seat, `add files afterwards ${where}`);
    await dialog.getByLabel('Reason for the amendment').fill('Found on the camera later');
    await dialog.getByRole('button', { name: 'Add files' }).click();
    await page.locator('.file-tile', { hasText: 'later.jpg' }).waitFor();
    await page.locator('.file-tile', { hasText: 'more.jpg' }).click();
    await stack.idle();
    await page.reload();
    const added = page.locator('.entry', { hasText: 'Found on the camera later' });
    await added.waitFor();
    await clean(seat);
  });
  it('is asked for one as well where a finding is added to it', async () => {
    const { page } = seat;
    await page.goto(path);
    await page.getByRole('link', { name: 'Add finding' }).first().click();
    await page.getByText('This inspection is signed off.').waitFor();
    await page.getByLabel('Reason for the amendment').waitFor();
    await clean(seat);
  });
});
