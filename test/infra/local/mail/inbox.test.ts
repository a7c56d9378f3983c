import { appendFileSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createInbox } from '#infra/local/mail/index.ts';

const now = () => new Date('2026-03-02T13:00:05Z');
const outbound = '/v2/email/outbound-emails';
const identities = ['riverton.example', 'a@b.example'];
const settings = ['ours'];
const simple = {
  FromEmailAddress: 'Stormledger <no-reply@riverton.example>',
  Destination: { ToAddresses: ['ana@riverton.example'], CcAddresses: ['ben@riverton.example'] },
  Content: {
    Simple: {
      Subject: { Data: 'Your export' },
      Body: { Text: { Data: 'is ready' }, Html: { Data: '<p>is ready</p>' } },
    },
  },
};

describe('the inbox', () => {
  it('takes what SES v2 is sent', () => {
    const inbox = createInbox({ identities, settings, now });
    const { status, body } = inbox.sesV2('POST', outbound, { ...simple, ConfigurationSetName: 'ours' });
    const [letter] = inbox.list();
    expect({ status, body }).toEqual({ status: 200, body: { MessageId: letter?.id } });
    expect(letter).toMatchObject({
      at: '2026-03-02T13:00:05.000Z',
      from: 'Stormledger <no-reply@riverton.example>',
      to: ['ana@riverton.example', 'ben@riverton.example'],
      subject: 'Your export',
      text: 'is ready',
      html: '<p>is ready</p>',
    });
  });

  it('reads sender, recipients and subject of a raw message from its headers', () => {
    const inbox = createInbox({ identities, now });
    const subject = '=?UTF-8?B?QcOxbyBkZWwgYWd1YQ==?= =?utf-8?Q?_caf=C3=A9?=';
    const message = `From: a@b.example\r\nTo: c@d.example,\r\n e@f.example\r\nSubject: ${subject}\r\n\r\nHello`;
    const Data = Buffer.from(message).toString('base64');
    expect(inbox.sesV2('POST', outbound, { Content: { Raw: { Data } } }).status).toBe(200);
    expect(inbox.list()[0]).toMatchObject({
      from: 'a@b.example',
      to: ['c@d.example', 'e@f.example'],
      subject: 'Año del agua café',
    });
  });

  it.each([
    ['nobody to send to', { ...simple, Destination: {} }],
    ['a recipient that is no address', { ...simple, Destination: { ToAddresses: ['ana'] } }],
    ['no content', { ...simple, Content: {} }],
    ['no body', undefined],
  ])('refuses %s', (_reason, body) => {
    const inbox = createInbox({ identities, now });
    expect(inbox.sesV2('POST', outbound, body)).toMatchObject({ status: 400, body: { __type: 'BadRequestException' } });
    expect(inbox.list()).toEqual([]);
  });

  it('takes nothing from a domain that the template does not have, nor under settings that it does not have', () => {
    const inbox = createInbox({ identities: ['fernwick.example'], settings, now });
    expect(inbox.sesV2('POST', outbound, simple)).toMatchObject({ status: 400, body: { __type: 'MessageRejected' } });
    const from = { ...simple, FromEmailAddress: 'no-reply@fernwick.example', ConfigurationSetName: 'theirs' };
    expect(inbox.sesV2('POST', outbound, from)).toMatchObject({ status: 404, body: { __type: 'NotFoundException' } });
    expect(inbox.list()).toEqual([]);
  });

  it('has no other operation of SES', () => {
    expect(createInbox({ now }).sesV2('GET', '/v2/email/account', undefined).status).toBe(404);
  });

  it('keeps its letters in a folder, for the owner only, and survives a torn last line', () => {
    const dir = mkdtempSync(join(tmpdir(), 'mail-'));
    const id = createInbox({ dir, now }).deliver({
      from: 'a@b.example',
      to: ['c@d.example'],
      subject: 'One',
      text: 'é',
    });
    appendFileSync(join(dir, 'mail.jsonl'), '{"id":"half');
    const again = createInbox({ dir, now });
    const second = again.deliver({ from: 'a@b.example', to: ['c@d.example'], subject: 'Two' });
    const ids = createInbox({ dir, now })
      .list()
      .map((letter) => letter.id);
    expect(ids).toEqual([id, second]);
    expect(statSync(join(dir, 'mail.jsonl')).mode & 0o777).toBe(0o600);
    rmSync(dir, { recursive: true });
  });
});

describe('the inbox page', () => {
  it('shows the newest letter first and says when there is none', () => {
    const inbox = createInbox({ now });
    expect(inbox.page()).toContain('No mail yet.');
    for (const subject of ['first', 'second']) inbox.deliver({ from: 'a@b.example', to: ['c@d.example'], subject });
    const page = inbox.page();
    expect(page.indexOf('second')).toBeLessThan(page.indexOf('first'));
    expect(page).toMatch(/<html lang="en">[\s\S]*<main>\s*<h1>/);
  });

  it('runs nothing that a letter brings along', () => {
    const inbox = createInbox({ now });
    const attack = `"><script>alert(1)</script><img src=x onerror='alert(1)'>`;
    inbox.deliver({ from: attack, to: [attack], subject: attack, text: attack });
    inbox.deliver({
      from: 'a',
      to: ['b'],
      subject: 'html',
      html: `<p>Hello &lt;b&gt;</p>${attack}&amp;lt;script&amp;gt;`,
    });
    const page = inbox.page();
    expect(page).not.toMatch(/<script|<img/i);
    expect(page).toContain('Hello &lt;b&gt;');
  });
});
