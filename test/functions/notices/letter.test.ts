import { describe, expect, it } from 'vitest';
import type { Member, Tenant } from '#functions/lib/store/index.ts';
import { letterTo, type Office } from '#functions/notices/letter.ts';
import type { Notice } from '#functions/notices/notice.ts';
import { mailedEvents, type NoticeKind } from '#shared/model/notice.ts';
import { OPERATOR_MEMBER, SYSTEM_MEMBER } from '#shared/model/principal.ts';
import { defaultSettings } from '#shared/model/settings.ts';
import { closingPlan } from '#shared/permit/closing.ts';

const id = '0199b000-0000-7000-8000-0000000000aa';
const bea: Member = {
  id,
  name: 'Bea Ortiz',
  email: 'bea@city.example',
  role: 'admin',
  status: 'active',
  version: 1,
  mfa: true,
  revoked: {},
};
const tenant: Tenant = {
  id: 'a'.repeat(26),
  name: 'City of Fernwick',
  timeZone: 'America/Chicago',
  settings: defaultSettings,
  settingsVersion: 1,
  closing: { ...closingPlan('2026-11-01', 60), startedAt: '', startedBy: id, exportDays: 60 },
};
const request = { id: '0199b000-0000-7000-8000-000000000008', dueOn: '2026-12-02' };
const at = '2026-11-29T15:05:00.000Z';
const letter = (kind: NoticeKind, more: Partial<Notice> = {}, office: Partial<Office> = {}) =>
  letterTo('cy@city.example', 'Cy Young', {
    notice: { id: 'n', tenantId: tenant.id, kind, at, by: id, to: { member: id }, request, ...more },
    tenant,
    members: [bea],
    siteOrigin: 'https://stormwater.city.example',
    ...office,
  });
const kinds: readonly NoticeKind[] = [
  ...mailedEvents,
  ...(['closingReminder', 'deletionBegun', 'emailChanged', 'requestDue', 'requestOverdue'] as const),
];

describe('the mail', () => {
  it('says what happened, by whom, when in the time of the agency, and where to look', () => {
    expect(letter('closingStarted')).toEqual({
      to: 'cy@city.example',
      subject: 'City of Fernwick is closing its account',
      text: `Hello Cy Young,

Somebody asked for the account of City of Fernwick to be closed. Until December 31, 2026 everything can be read and exported. On January 1, 2027 deletion begins, and nothing brings back what is deleted.

Agency: City of Fernwick
When: November 29, 2026 at 9:05 AM CST
By: Bea Ortiz

Any administrator can cancel this until deletion begins.
https://stormwater.city.example/settings/closing

Stormledger sends this mail by itself. Nobody reads what is sent back to it.
`,
    });
  });
  it('names the day of a request and leads to it', () => {
    const { text } = letter('requestDue');
    expect(text).toContain('is due on December 2, 2026.');
    expect(text).toContain(`https://stormwater.city.example/public-records-requests/${request.id}\n`);
  });
  it('names nobody for what the system did, and the operator by what that is', () => {
    expect(letter('disposalProposed', { by: SYSTEM_MEMBER }).text).not.toContain('By:');
    expect(letter('mfaReset', { by: OPERATOR_MEMBER }).text).toContain('By: the operator of Stormledger');
  });
  it('says no days of a closing that was cancelled meanwhile', () => {
    const { closing: _closing, ...open } = tenant;
    expect(letter('closingStarted', {}, { tenant: open }).text).not.toMatch(/deletion begins, and|undefined/);
  });
  it.each(kinds)('%s has a subject of its own, leads only to the site, and is plain text', (kind) => {
    const { subject, text } = letter(kind);
    expect(kinds.filter((other) => letter(other).subject === subject)).toEqual([kind]);
    expect(subject.length).toBeLessThan(80);
    expect(text).not.toMatch(/<|undefined|null|NaN/);
    const links = text.match(/https?:\S+/g) ?? [];
    expect(links).toHaveLength(kind === 'deletionBegun' ? 0 : 1);
    for (const link of links) expect(link).toMatch(/^https:\/\/stormwater\.city\.example\/[a-z0-9/-]+$/);
  });
});
