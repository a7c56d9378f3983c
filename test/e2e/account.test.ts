import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBrowser } from '#test/support/browser.ts';
import { operatorOf, PASSWORD, TEMPORARY, type Operator } from '#test/functions/session/desk.ts';
import { desk, phone, sit, type Seat } from '#test/support/page.ts';
import { clean, picture } from '#test/support/seen.ts';
import { mailedCode } from '#test/support/mail.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import { visit } from '#test/support/visitor.ts';

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

const signIn = async ({ page }: Seat, email: string, password: string) => {
  await page.goto('/sign-in');
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
};
describe.each([
  ['a phone', phone],
  ['a desk', desk],
])('on %s', (where, viewport) => {
  let seat: Seat;
  beforeAll(async () => {
    seat = await sit(browser, stack, viewport);
  });
  afterAll(() => seat.context.close());

  it('an invited person chooses a password and is in', async () => {
    const { email } = await operator.invite();
    await signIn(seat, email, TEMPORARY);
    await seat.page.getByLabel('New password').fill('Password12345!');
    await seat.page.getByRole('button', { name: 'Save and sign in' }).click();
    await seat.page.getByText('guessers try first').waitFor();
    await clean(seat);
    await picture(seat, `first ${where}`);
    await seat.page.getByLabel('New password').fill(PASSWORD);
    await seat.page.getByRole('button', { name: 'Save and sign in' }).click();
    await seat.page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
  });

  it('a person sees where they are signed in, and signs out there', async () => {
    const { email } = await operator.person();
    const elsewhere = await visit(stack.url, email, PASSWORD);
    await signIn(seat, email, PASSWORD);
    await seat.page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await seat.page.goto('/account');
    await seat.page.getByText('This device').waitFor();
    await clean(seat);
    await picture(seat, `account ${where}`);
    await seat.page.getByRole('button', { name: 'Sign out there' }).click();
    await seat.page.getByRole('button', { name: 'Sign out there' }).waitFor({ state: 'hidden' });
    expect((await elsewhere.get('/api/v1/me')).status).toBe(401);
    await seat.page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await seat.page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });

  it('a person changes the own name, and the e-mail with a code that went to the new one', async () => {
    const { page } = seat;
    const { email } = await operator.person();
    const [name, next] = ['Grace Hopper', `grace.${where.replace(' ', '.')}@fernwick.example`];
    await signIn(seat, email, PASSWORD);
    await page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
    await page.goto('/account');
    await page.getByRole('button', { name: 'Change name' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill(name);
    await clean(seat);
    await picture(seat, `name ${where}`);
    await page.getByRole('button', { name: 'Save name' }).click();
    await page.getByText('Your name was changed.').waitFor();
    await page.getByRole('listitem').getByText(name).waitFor();
    await page.getByRole('button', { name: 'Change e-mail' }).click();
    await page.getByRole('button', { name: 'Send the code' }).click();
    await page.getByText('Write your password.').waitFor();
    await page.getByRole('textbox', { name: 'New e-mail' }).fill(next);
    await page.getByLabel('Your password').fill('not the password');
    await page.getByRole('button', { name: 'Send the code' }).click();
    await page.getByText('This is not your password.').waitFor();
    await clean(seat);
    await picture(seat, `email ${where}`);
    await page.getByLabel('Your password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Send the code' }).click();
    await page.getByLabel('Code from the mail').waitFor();
    await page.getByLabel('Code from the mail').fill(mailedCode(stack, next));
    await clean(seat);
    await picture(seat, `email code ${where}`);
    await page.getByRole('dialog').getByRole('button', { name: 'Change e-mail' }).click();
    await page.getByText(`You sign in with ${next} from now on.`).waitFor();
    await page.getByRole('listitem').getByText(next).waitFor();
    await clean(seat);
    await picture(seat, `profile ${where}`);
    await page.getByRole('button', { name: 'Sign out everywhere' }).click();
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  });

  it('a forgotten password is set anew with the code from the mail', async () => {
    const { email } = await operator.person();
    await seat.page.goto('/sign-in');
    await seat.page.getByRole('link', { name: 'Forgot your password?' }).click();
    await seat.page.getByRole('heading', { level: 1, name: 'Set a new password' }).waitFor();
    await seat.page.getByLabel('E-mail').fill(email);
    await clean(seat);
    await seat.page.getByRole('button', { name: 'Send the code' }).click();
    await seat.page.getByLabel('Code from the mail').waitFor();
    await seat.page.getByLabel('Code from the mail').fill(mailedCode(stack, email));
    await seat.page.getByLabel('New password').fill('lamp-otter-culvert');
    await clean(seat);
    await picture(seat, `reset ${where}`);
    await seat.page.getByRole('button', { name: 'Save the new password' }).click();
    await seat.page.getByText('Your new password is set').waitFor();
    await signIn(seat, email, 'lamp-otter-culvert');
    await seat.page.getByRole('heading', { level: 1, name: 'Today' }).waitFor();
  });
});
