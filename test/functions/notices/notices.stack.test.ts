import { marshall } from '@aws-sdk/util-dynamodb';
import { PutCommand } from '@aws-sdk/lib-dynamodb';
import { v7 } from 'uuid';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { clearTries, sourceRule } from '#functions/lib/store/lockout.ts';
import { provisioning } from '#functions/lib/store/index.ts';
import { addDays, civilDate } from '#shared/time/civil.ts';
import { night } from '#test/functions/disposal/office.ts';
import { close } from '#test/functions/closing/office.ts';
import { operatorOf, PASSWORD, type Operator } from '#test/functions/session/desk.ts';
import { lettersTo, mailedCode } from '#test/support/mail.ts';
import { make } from '#test/support/make.ts';
import { codeFor } from '#test/support/sign-in-codes.ts';
import { fernwick, marlow, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser, visit, type Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let operator: Operator;
let admin: Visitor;
beforeAll(async () => {
  stack = await startStack();
  operator = operatorOf(stack);
  admin = await stack.as('admin');
});
afterAll(() => stack.close());
beforeEach(async () => {
  for (const address of ['127.0.0.1', '0:0:0:0']) await clearTries(operator.table, sourceRule, address);
});

const SENDER = 'Stormledger <notices@stormledger.example>';
/** What we mailed to somebody, oldest first: the user pool has a sender of its own. */
const notices = async (email: string) => {
  await stack.idle();
  return lettersTo(stack, email).filter(({ from }) => from === SENDER);
};
const subjects = async (email: string) => (await notices(email)).map(({ subject }) => subject);
const someone = async () => {
  const person = await operator.person();
  return { person, browser: await visit(stack.url, person.email, PASSWORD) };
};
const withCodes = async () => {
  const { person, browser } = await someone();
  await browser.post('/api/session/codes', { password: PASSWORD });
  const code = await codeFor(stack, person.email);
  const { body } = await browser.post('/api/session/codes/confirm', { code });
  return { person, browser, recovery: String(body.recoveryCodes[0]) };
};

describe('a person', () => {
  it('is told at the old address that the address was changed, and the new one hears nothing of it', async () => {
    const { person, browser } = await someone();
    const next = `new-${v7()}@fernwick.example`;
    await browser.post('/api/session/email', { email: next, password: PASSWORD });
    expect(await subjects(person.email)).toEqual([]);
    const code = mailedCode(stack, next);
    expect((await browser.post('/api/session/email/confirm', { code })).status).toBe(200);
    expect(await subjects(person.email)).toEqual(['Your e-mail address for Stormledger was changed']);
    expect(await subjects(next)).toEqual([]);
    const [letter] = await notices(person.email);
    expect(letter?.to).toEqual([person.email]);
    expect(letter?.text).toContain('By: Ada Lovelace');
    expect(letter?.text).not.toContain(next);
  });

  it('is told that the password was changed, but not of a password that was only asked for', async () => {
    const { person } = await someone();
    const browser = new Browser(stack.url);
    await browser.post('/api/session/reset', { email: person.email });
    expect(await subjects(person.email)).toEqual([]);
    const answer = { email: person.email, code: mailedCode(stack, person.email), password: 'lamp-otter-culvert' };
    expect((await browser.post('/api/session/reset/confirm', answer)).status).toBe(204);
    expect(await subjects(person.email)).toEqual(['Your password for Stormledger was changed']);
    expect((await notices(person.email))[0]?.text).not.toContain('lamp-otter-culvert');
  });

  it('is told that sign-in codes were switched off', async () => {
    const { person, browser } = await withCodes();
    expect(await subjects(person.email)).toEqual([]);
    expect((await browser.post('/api/session/codes/end', { password: PASSWORD })).status).toBe(204);
    expect(await subjects(person.email)).toEqual(['Sign-in codes were switched off for your account']);
  });

  it('is told that a recovery code was used', async () => {
    const { person, recovery } = await withCodes();
    const browser = new Browser(stack.url);
    await browser.post('/api/session', { email: person.email, password: PASSWORD });
    expect((await browser.post('/api/session/recovery', { recoveryCode: recovery })).status).toBe(200);
    expect(await subjects(person.email)).toEqual(['A recovery code was used for your account']);
  });

  it('is told that an administrator reset the codes, by name', async () => {
    const { person } = await withCodes();
    const member = await operator.store.member(person.id);
    expect((await admin.act(`/api/v1/members/${person.id}/reset-mfa`, member?.version ?? 0)).status).toBe(200);
    expect(await subjects(person.email)).toEqual(['Sign-in codes were reset for your account']);
    expect((await notices(person.email))[0]?.text).toContain(`By: ${admin.member.name}`);
  });

  it('is told nothing of what somebody tries who knows only the address', async () => {
    const { person } = await someone();
    const stranger = new Browser(stack.url);
    await stranger.post('/api/session', { email: person.email, password: 'not the password' });
    await stranger.post('/api/session/reset/confirm', { email: person.email, code: '000000', password: PASSWORD });
    await stranger.post('/api/session/reset', { email: 'nobody@elsewhere.example' });
    expect(await subjects(person.email)).toEqual([]);
    expect(await subjects('nobody@elsewhere.example')).toEqual([]);
  });
});

describe('a public-records request', () => {
  const day = (days: number) => addDays(civilDate(new Date().toISOString(), fernwick.timeZone), days);
  const soon = 'A public-records request is due soon';
  const late = 'A public-records request is overdue';

  it('is told once to whoever handles it: before the day it is due, and after it', async () => {
    const coordinator = await stack.as('coordinator');
    const { email, id: handler } = coordinator.member;
    const asked = { law: undefined, handler, subject: 'A secret subject' };
    const inAWeek = await make(coordinator, 'publicRecordsRequest', { ...asked, receivedOn: day(0), law: 'federal' });
    const due = await make(coordinator, 'publicRecordsRequest', { ...asked, receivedOn: day(0), law: 'GA' });
    const overdue = await make(coordinator, 'publicRecordsRequest', { ...asked, receivedOn: day(-90), law: 'GA' });
    await make(coordinator, 'publicRecordsRequest', { ...asked, handler: undefined, receivedOn: day(-90), law: 'GA' });
    await night(stack);
    await night(stack);
    expect((await subjects(email)).toSorted()).toEqual([soon, late].toSorted());
    const texts = (await notices(email)).map(({ text }) => text ?? '').join('\n');
    // Where the site is, on whichever port.
    expect(texts).toContain(`${stack.url}/public-records-requests/${due.id}`);
    expect(texts).toContain(`${stack.url}/public-records-requests/${overdue.id}`);
    expect(texts).not.toContain(inAWeek.id);
    expect(texts).not.toContain('secret subject');
  });

  it('is told to nobody who was kept out since', async () => {
    const coordinator = await stack.as('coordinator');
    const { person } = await someone();
    const asked = { handler: person.id, receivedOn: day(-90), law: 'GA' };
    await make(coordinator, 'publicRecordsRequest', asked);
    const member = await operator.store.member(person.id);
    await admin.act(`/api/v1/members/${person.id}/deactivate`, member?.version ?? 0);
    await night(stack);
    expect(await subjects(person.email)).toEqual([]);
  });
});

describe('the closing of an account', () => {
  it('is told to every administrator who can come in, to nobody else, and so is that it was cancelled', async () => {
    const { table } = operator;
    const asAdmin = (status: 'active' | 'inactive' | 'invited') => {
      const id = v7();
      const member = {
        id,
        name: `An ${status} one`,
        email: `${id}@fernwick.example`,
        role: 'admin',
        revoked: {},
      } as const;
      return provisioning(table)
        .putMemberOnce(fernwick.id, { ...member, status })
        .then(() => member.email);
    };
    const [second, inactive, invited] = [await asAdmin('active'), await asAdmin('inactive'), await asAdmin('invited')];
    expect((await close(admin, fernwick.name)).status).toBe(200);
    expect((await admin.post('/api/v1/closing/cancel', {})).status).toBe(200);
    const both = [`${fernwick.name} is closing its account`, `${fernwick.name} keeps its account`];
    expect(await subjects(admin.member.email)).toEqual(both);
    expect(await subjects(second)).toEqual(both);
    for (const other of [inactive, invited, `viewer@${fernwick.domain}`, `admin@${marlow.domain}`])
      expect(await subjects(other)).toEqual([]);
    expect((await notices(second))[0]?.text).toContain(`By: ${admin.member.name}`);
  });
});

describe('a change that the stream tells once more', () => {
  const told = (memberId: string, id: string) => {
    const at = '2026-11-25T12:00:00.000Z';
    const NewImage = marshall({ entity: 'access', id, at, kind: 'mfaOff', memberId });
    const Keys = marshall({ pk: `${fernwick.id}#access`, sk: `${at}#${id}` });
    return { eventName: 'INSERT', dynamodb: { SequenceNumber: id, Keys, NewImage } };
  };

  it('mails nobody twice', async () => {
    const { person } = await someone();
    for (let turn = 0; turn < 2; turn += 1)
      expect(await stack.invoke('notices', { Records: [told(person.id, 'again')] })).toEqual({ batchItemFailures: [] });
    expect(await subjects(person.email)).toHaveLength(1);
  });

  it('names what SES did not take, mails the rest, and writes no address down', async () => {
    const { person } = await someone();
    const [id, email] = [v7(), 'no-address-at-all'];
    const member = { name: 'Nobody', email, role: 'viewer', status: 'active', revoked: {} };
    const Item = { pk: `${fernwick.id}#member`, sk: id, entity: 'member', id, ...member };
    await operator.table.document.send(new PutCommand({ TableName: operator.table.name, Item }));
    const Records = [told(id, 'refused'), told(person.id, 'behind it')];
    expect(await stack.invoke('notices', { Records })).toEqual({ batchItemFailures: [{ itemIdentifier: 'refused' }] });
    expect(await subjects(person.email)).toHaveLength(1);
    const lines = stack.logs('notices').join('\n');
    expect(lines).toContain('a notice was not mailed');
    expect(lines).toContain('BadRequestException');
    expect(lines).not.toMatch(/no-address-at-all|@fernwick/);
  });
});
