import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { jsonBody, parse } from '#functions/lib/http/parse.ts';
import { respond } from '#functions/lib/http/respond.ts';
import { viewerAddress, viewerAgent } from '#functions/lib/http/viewer.ts';
import { sameEmail, tenantStore, tryStore, type Member } from '#functions/lib/store/index.ts';
import { MAX_EMAIL } from '#shared/model/email.ts';
import { Problem } from '#shared/model/problem.ts';
import { callerOf, type Caller } from './caller.ts';
import { admit, forgive, noteFailure, type Answer, type Desk, type Event } from './desk.ts';
import { reauthenticate } from './reauthenticate.ts';

const asked = z.strictObject({
  email: z
    .email('Write an e-mail address, for example name@city.gov.')
    .max(MAX_EMAIL, `Use an address of at most ${MAX_EMAIL} characters.`)
    .transform((email) => email.toLowerCase()),
  password: z.string().min(1, 'Write your password.').max(256),
});
const confirmed = z.strictObject({
  code: z
    .string()
    .trim()
    .regex(/^\d{4,10}$/, 'Write the digits of the code from the mail.'),
});

/** Sending a mail takes longer than sending none: every answer takes as long, in milliseconds, as a mail may. */
const SAME_TIME = 800;

/** The same answer after the same time, whether or not another account has the address. */
export const askEmail = async (event: Event, desk: Desk): Promise<Answer> => {
  const caller = await callerOf(event, desk);
  const { email, password } = parse(asked, jsonBody(event), 'your answers');
  const member = await memberOf(desk, caller);
  if (sameEmail(email, member.email))
    throw new Problem('invalid', 'This is your address already.', [
      { path: 'email', message: 'This is your address already.' },
    ]);
  await reauthenticate(event, desk, member.email, password);
  await Promise.all([pause(SAME_TIME), sendCode(event, desk, caller, email)]);
  return respond({ status: 202, body: { sent: true } }, event.requestContext.requestId);
};

const sendCode = async (event: Event, desk: Desk, { access }: Caller, email: string): Promise<void> => {
  const [at, tries] = [Date.parse(now()), tryStore(desk.table)];
  if ((await tries.reserveSource(viewerAddress(event), at)) === undefined) return;
  if ((await tries.reserveReset(email, at)) === undefined) return;
  await desk.provider.askEmail(access, email);
};

/** The old address counts until the code from the new one is there. */
export const confirmEmail = async (event: Event, desk: Desk): Promise<Answer> => {
  const caller = await callerOf(event, desk);
  const { code } = parse(confirmed, jsonBody(event), 'the code');
  const member = await memberOf(desk, caller);
  const admission = await admit(desk, event, member.email);
  if (admission === undefined) throw codeRefused();
  await desk.provider.confirmEmail(caller.access, code);
  // What Cognito holds decides: a repeat finishes what an earlier call left half done.
  const email = await desk.provider.emailOf(caller.access);
  if (email === undefined || sameEmail(email, member.email)) {
    await noteFailure(desk, event, member.email, admission);
    throw codeRefused();
  }
  await enter(event, desk, caller, member, email);
  await forgive(desk, admission);
  return respond({ status: 200, body: { email } }, event.requestContext.requestId);
};

/** Whoever else is signed in as this person may be why the address changes. */
const enter = async (event: Event, desk: Desk, caller: Caller, member: Member, email: string): Promise<void> => {
  const store = tenantStore(desk.table, caller);
  const { accessDays } = await store.settings();
  const at = now();
  const from = { address: viewerAddress(event), agent: viewerAgent(event) };
  const happened = { id: randomUUID(), at, kind: 'emailChanged', memberId: member.id, ...from } as const;
  await store.sessions.endOthers(caller.memberId, caller.sessionId, at);
  await store.changeMember(member, { email }, happened, accessDays);
};

const memberOf = async ({ table }: Desk, caller: Caller): Promise<Member> => {
  const member = await tenantStore(table, caller).member(caller.memberId);
  if (member === undefined) throw new Error('A member who was just let in is not there.');
  return member;
};

const codeRefused = () =>
  new Problem('invalid', 'The code is not right or too old.', [
    {
      path: 'code',
      message: 'Not right or too old. Check it, or ask for a new one. After several tries there is a pause.',
    },
  ]);
