import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#test/support/browser.ts';
import { operatorOf, PASSWORD, type Operator } from '#test/functions/session/desk.ts';
import { desk, enter, phone, settled, sit, type Seat } from '#test/support/page.ts';
import { clean, picture } from '#test/support/seen.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser as Visitor, visit } from '#test/support/visitor.ts';

let stack: TestStack;
let browser: Browser;
let operator: Operator;
beforeAll(async () => {
  [stack, browser] = await Promise.all([startStack(), openBrowser()]);
  operator = operatorOf(stack);
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
  const name = `New person of ${where}`;
  beforeAll(async () => {
    seat = await sit(browser, stack, viewport);
    await enter(seat, 'admin', fernwick, stack);
  });
  afterAll(() => seat.context.close());

  it('invites a person, gives another role and removes the person again', async () => {
    const { page } = seat;
    await page.goto('/members');
    await page.getByText('Demo viewer, City of Fernwick', { exact: true }).waitFor();
    await clean(seat);
    await page.getByRole('button', { name: 'Invite a person' }).click();
    await page.getByRole('button', { name: 'Send invitation', exact: true }).click();
    await page.getByText('3 answers need another look').waitFor();
    await page.getByRole('dialog').getByLabel('Name').fill(name);
    await page
      .getByRole('dialog')
      .getByLabel('E-mail')
      .fill(`${where.replace(' ', '.')}@fernwick.example`);
    await page.getByRole('dialog').getByRole('combobox', { name: /^Role/ }).selectOption('viewer');
    await clean(seat);
    await page.getByRole('button', { name: 'Send invitation', exact: true }).click();
    await page.getByText(`${name} was invited.`).waitFor();
    await page.getByRole('button', { name: new RegExp(`^Change role.*${name}`) }).click();
    await page.getByRole('dialog').getByRole('combobox', { name: /^Role/ }).selectOption('inspector');
    await page.getByRole('dialog').getByRole('button', { name: 'Change role' }).click();
    await page.getByText(`${name} has a new role.`).waitFor();
    const steps = [
      ['Send invitation again', 'was sent a new invitation.'],
      ['Deactivate', 'was deactivated.'],
      ['Reactivate', 'can sign in again.'],
    ] as const;
    for (const [step, done] of steps) {
      await page.getByRole('button', { name: new RegExp(`^${step}.*${name}`) }).click();
      await page.getByRole('dialog').getByRole('button', { name: step }).click();
      await page.getByText(`${name} ${done}`).waitFor();
    }
    await page.getByRole('button', { name: new RegExp(`^Remove.*${name}`) }).click();
    await clean(seat);
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText(`${name} was removed.`).waitFor();
  });
  it('cannot leave as the last one', async () => {
    const { page } = seat;
    await page.goto('/members');
    const own = page.locator('.entry', { hasText: '(you)' });
    expect(await own.getByRole('button', { name: 'Change role' }).count()).toBe(0);
    await own.getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('This is the last active administrator.').waitFor();
    await clean(seat);
    await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click();
  });
  it('lets somebody in again who failed to sign in too often', async () => {
    const { page } = seat;
    const { email } = await operator.person();
    const fail = () => new Visitor(stack.url).post('/api/session', { email, password: 'not the password' });
    for (let n = 0; n < 5; n++) await fail();
    await page.goto('/members');
    const entry = page.locator('.entry', { hasText: email });
    await entry.getByText(/Paused until \d{1,2}:\d{2} [AP]M after failed sign-ins/).waitFor();
    await clean(seat);
    await picture(seat, `members ${where}`);
    await entry.getByRole('button', { name: 'Unlock' }).click();
    await clean(seat);
    await picture(seat, `unlock ${where}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Unlock' }).click();
    await page.getByText('can try to sign in again.').waitFor();
    await entry.getByText('Paused until').waitFor({ state: 'hidden' });
    await visit(stack.url, email, PASSWORD);
  });
  it('looks through the access events, at the address that they had before as well', async () => {
    const { page } = seat;
    await page.goto('/access');
    await page.waitForURL(/\/audit\/access$/);
    await page.locator('.entry', { hasText: name }).first().waitFor();
    await clean(seat);
    await picture(seat, `access ${where}`);
    await page.getByLabel('What', { exact: true }).selectOption('removal');
    await page.getByRole('button', { name: 'Show' }).click();
    await page.locator('.entry', { hasText: 'Invited' }).first().waitFor({ state: 'hidden' });
    await page.locator('.entry', { hasText: 'Removed' }).first().waitFor();
    for (const format of ['CSV', 'JSON']) {
      const download = page.waitForEvent('download');
      await page.getByRole('button', { name: `Download as ${format}` }).click();
      expect((await download).suggestedFilename()).toBe(`access-events.${format.toLowerCase()}`);
    }
  });
  it('changes how people sign in', async () => {
    const { page } = seat;
    await page.goto('/settings');
    await page.getByText('America/Chicago').waitFor();
    await clean(seat);
    await page.getByLabel('Session ends when unused for').fill('1');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('At least 5 minutes.').first().waitFor();
    await page.getByLabel('Session ends when unused for').fill(where === 'a desk' ? '45' : '30');
    await page.getByRole('button', { name: 'Save settings' }).click();
    await page.getByText('The settings were saved.').waitFor();
  });
});

it('a viewer finds none of these screens', async () => {
  const seat = await sit(browser, stack, desk);
  await enter(seat, 'viewer');
  for (const path of ['/members', '/audit', '/audit/access', '/access', '/settings']) {
    await seat.page.goto(path);
    await settled(seat.page);
    expect(await seat.page.getByRole('button', { name: 'Invite a person' }).count()).toBe(0);
    expect(await seat.page.locator('h1').textContent()).not.toMatch(/Members|Audit|Access|Settings/);
  }
  await seat.context.close();
});
