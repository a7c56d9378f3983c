import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { jsonBody, parse } from '#functions/lib/http/parse.ts';
import { respond } from '#functions/lib/http/respond.ts';
import { tenantStore } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import { callerOf } from './caller.ts';
import type { Answer, Desk, Event } from './desk.ts';
import { reauthenticate } from './reauthenticate.ts';

const proof = z.strictObject({ password: z.string().min(1, 'Write your password.').max(256) });

/**
 * The password once more, before something that cannot be undone (ASVS 7.5.3). The session notes when it was right; the
 * function that is asked next looks how long ago that is.
 */
export const prove = async (event: Event, desk: Desk): Promise<Answer> => {
  const caller = await callerOf(event, desk);
  const { password } = parse(proof, jsonBody(event), 'your password');
  const store = tenantStore(desk.table, caller);
  const member = await store.member(caller.memberId);
  if (member === undefined) throw new Error('A member who was just let in is not there.');
  await reauthenticate(event, desk, member.email, password);
  if (!(await store.sessions.prove(caller.memberId, caller.sessionId, now())))
    throw new Problem('not-signed-in', 'Sign in to go on.');
  return respond({ status: 204 }, event.requestContext.requestId);
};
