import type { Letter } from '#functions/lib/mail/mailer.ts';
import type { Member, Tenant } from '#functions/lib/store/index.ts';
import type { NoticeKind } from '#shared/model/notice.ts';
import { OPERATOR_MEMBER, OPERATOR_NAME } from '#shared/model/principal.ts';
import type { Notice } from './notice.ts';

interface Words {
  readonly subject: string;
  readonly happened: string;
  readonly advice: string;
  /** The screen to look at; absent where nobody can look any more. */
  readonly path?: string;
}

interface About {
  readonly notice: Notice;
  readonly tenant: Tenant;
}

/** `December 2, 2026`: a civil date, so without a time zone. */
const longDay = (date: string): string =>
  new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));

/** `December 2, 2026 at 9:05 AM CST`. */
const moment = (at: string, timeZone: string): string =>
  new Intl.DateTimeFormat('en-US', {
    ...{ year: 'numeric', month: 'long', day: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short', timeZone },
  })
    .format(new Date(at))
    // Node writes a narrow space before AM, which not every mail program shows.
    .replaceAll(' ', ' ');

const NOT_YOU = 'If that was not you, tell an administrator of your agency at once.';

const closingDays = ({ closing }: Tenant): string =>
  closing === undefined
    ? ''
    : ` Until ${longDay(closing.exportUntil)} everything can be read and exported. On ${longDay(closing.deletionOn)} deletion begins, and nothing brings back what is deleted.`;

/** No word of any record, and no secret: what happened, and where to look. */
const words: Readonly<Record<NoticeKind, (about: About) => Words>> = {
  closingStarted: ({ tenant }) => ({
    subject: `${tenant.name} is closing its account`,
    happened: `Somebody asked for the account of ${tenant.name} to be closed.${closingDays(tenant)}`,
    advice: 'Any administrator can cancel this until deletion begins.',
    path: '/settings/closing',
  }),
  closingCancelled: ({ tenant }) => ({
    subject: `${tenant.name} keeps its account`,
    happened: `The closing of the account of ${tenant.name} was cancelled. Nothing was deleted, and records can be changed again.`,
    advice: 'You need not do anything.',
    path: '/settings/closing',
  }),
  closingReminder: ({ tenant }) => ({
    subject: `The records of ${tenant.name} will soon be deleted`,
    happened: `The account of ${tenant.name} is being closed.${closingDays(tenant)}`,
    advice: 'Export what you need to keep before that day, or cancel the closing.',
    path: '/settings/closing',
  }),
  deletionBegun: ({ tenant }) => ({
    subject: `The records of ${tenant.name} are being deleted`,
    happened: `The time to export is over. Everything that ${tenant.name} has in Stormledger is now being deleted, and nobody can sign in any more.`,
    advice: 'This cannot be stopped. A report of what was deleted is kept by whoever runs Stormledger for you.',
  }),
  disposalProposed: () => ({
    subject: 'Records are due for disposal and wait for your decision',
    happened: 'Records have been kept for as long as your retention rules say. You are named to decide about them.',
    advice: 'Nothing is disposed of before you approve it.',
    path: '/retention',
  }),
  emailChanged: () => ({
    subject: 'Your e-mail address for Stormledger was changed',
    happened: 'The e-mail address of your account was changed to another one. This is the last mail to this address.',
    advice: NOT_YOU,
    path: '/account',
  }),
  passwordChanged: () => ({
    subject: 'Your password for Stormledger was changed',
    happened: 'The password of your account was changed, and every session was ended.',
    advice: NOT_YOU,
    path: '/account',
  }),
  mfaOff: () => ({
    subject: 'Sign-in codes were switched off for your account',
    happened: 'Your account no longer asks for a code from an authenticator app.',
    advice: NOT_YOU,
    path: '/account',
  }),
  mfaReset: () => ({
    subject: 'Sign-in codes were reset for your account',
    happened: 'An administrator reset the sign-in codes of your account, and every session was ended.',
    advice: 'If you did not ask for this, tell another administrator of your agency at once.',
    path: '/account',
  }),
  recoveryCodeUsed: () => ({
    subject: 'A recovery code was used for your account',
    happened: 'Somebody with your password and a recovery code switched the sign-in codes of your account off.',
    advice: NOT_YOU,
    path: '/account',
  }),
  requestDue: (about) => ({
    subject: 'A public-records request is due soon',
    happened: `A public-records request that you handle is due on ${dueDay(about)}.`,
    advice: 'Open it to see what is still missing.',
    path: requestPath(about),
  }),
  requestOverdue: (about) => ({
    subject: 'A public-records request is overdue',
    happened: `A public-records request that you handle was due on ${dueDay(about)} and is not answered.`,
    advice: 'Open it to answer it, or to put the date off with a reason where the law allows it.',
    path: requestPath(about),
  }),
};

const requestOf = ({ notice }: About) => {
  if (notice.request === undefined) throw new Error(`A notice of kind ${notice.kind} names no request.`);
  return notice.request;
};
const dueDay = (about: About): string => longDay(requestOf(about).dueOn);
const requestPath = (about: About): string => `/public-records-requests/${requestOf(about).id}`;

/** Nobody where the system itself did it. */
const doer = ({ by }: Notice, members: readonly Member[]): string | undefined =>
  by === OPERATOR_MEMBER ? OPERATOR_NAME : members.find(({ id }) => id === by)?.name;

export interface Office extends About {
  readonly members: readonly Member[];
  /** Of the site, such as `https://stormwater.city.gov`. */
  readonly siteOrigin: string;
}

/** The mail to one person, in plain text. */
export const letterTo = (to: string, name: string, { notice, tenant, members, siteOrigin }: Office): Letter => {
  const { subject, happened, advice, path } = words[notice.kind]({ notice, tenant });
  const by = doer(notice, members);
  const facts = [
    `Agency: ${tenant.name}`,
    `When: ${moment(notice.at, tenant.timeZone)}`,
    ...(by === undefined ? [] : [`By: ${by}`]),
  ];
  const parts = [
    `Hello ${name},`,
    happened,
    facts.join('\n'),
    path === undefined ? advice : `${advice}\n${siteOrigin}${path}`,
    'Stormledger sends this mail by itself. Nobody reads what is sent back to it.',
  ];
  return { to, subject, text: `${parts.join('\n\n')}\n` };
};
