import * as z from 'zod';
import { now } from '#functions/lib/aws/clock.ts';
import { jsonBody, parse } from '#functions/lib/http/parse.ts';
import { suspended } from '#functions/lib/http/principal.ts';
import { respond } from '#functions/lib/http/respond.ts';
import { viewerAddress, viewerAgent } from '#functions/lib/http/viewer.ts';
import { isGone, tenantStore } from '#functions/lib/store/index.ts';
import { shownAgency } from '#functions/lib/usecases/shown-agency.ts';
import { MAX_EMAIL } from '#shared/model/email.ts';
import { codesRequired } from '#shared/model/settings.ts';
import { claimsOfTrusted } from './claims.ts';
import {
  CHALLENGE,
  CHALLENGE_SECONDS,
  challengeCookie,
  cookie,
  noChallenge,
  provenText,
  sessionCookies,
  withCookies,
} from './cookies.ts';
import {
  admit,
  clear,
  forgive,
  note,
  noteFailure,
  signInRefused,
  type Admission,
  type Answer,
  type Desk,
  type Event,
} from './desk.ts';
import { handleOf, refreshValue } from './handle.ts';
import { challengeNames, isChallenge, type Challenge, type Outcome, type Tokens } from './outcome.ts';

export const emailField = z.string().trim().toLowerCase().min(3).max(MAX_EMAIL);
const credentials = z.strictObject({ email: emailField, password: z.string().min(1).max(256) });

export const signIn = async (event: Event, desk: Desk): Promise<Answer> => {
  const { email, password } = parse(credentials, jsonBody(event), 'e-mail and password');
  const admission = await admit(desk, event, email);
  if (admission === undefined) throw signInRefused();
  return settle(desk, event, email, admission, await desk.provider.signIn(email, password));
};

/** The end of a try, whichever way it was made: refused, one more question, or in. */
export const settle = async (
  desk: Desk,
  event: Event,
  email: string,
  admission: Admission,
  found: Outcome | undefined,
): Promise<Answer> => {
  if (found !== undefined && isChallenge(found)) {
    await forgive(desk, admission);
    return challenged(desk, event, email, found);
  }
  const answer = found && (await enter(desk, event, found));
  if (answer === undefined) {
    await noteFailure(desk, event, email, admission);
    throw signInRefused();
  }
  await clear(desk, email, admission);
  // Said only to somebody who has just proven who they are.
  if (answer === 'suspended') throw suspended();
  return answer;
};

const challenged = async (
  { provider }: Desk,
  event: Event,
  email: string,
  { kind, session }: Challenge,
): Promise<Answer> => {
  const until = Date.parse(now()) + CHALLENGE_SECONDS * 1000;
  const seal = await provider.seal(provenText(email, until));
  return withCookies(
    respond({ status: 200, body: { challenge: challengeNames[kind] } }, event.requestContext.requestId),
    [challengeCookie({ kind, email, session, until, seal })],
  );
};

/** Begins a session, if the member behind fresh tokens may come in. */
const enter = async (desk: Desk, event: Event, tokens: Tokens): Promise<Answer | 'suspended' | undefined> => {
  const handle = handleOf(claimsOfTrusted(tokens.access));
  const { tenantId, memberId, sessionId } = handle;
  const store = tenantStore(desk.table, { tenantId });
  const { member, tenant } = await store.memberWithTenant(memberId);
  const known = member?.status === 'active' && tenant !== undefined && !isGone(tenant);
  if (!known || tenant.suspendedAt !== undefined) {
    await desk.provider.revoke(tokens.refresh);
    return known ? 'suspended' : undefined;
  }
  const at = now();
  await store.sessions.start({
    id: sessionId,
    memberId,
    startedAt: at,
    lastSeenAt: at,
    address: viewerAddress(event),
    agent: viewerAgent(event),
  });
  await note(desk, event, { id: memberId, tenantId }, 'signIn');
  const required = codesRequired(member.role, tenant.settings);
  const body = {
    member: { id: member.id, name: member.name, email: member.email, role: member.role },
    tenant: shownAgency(tenant),
    codes: { required, missing: required && !member.mfa },
  };
  const refresh = await refreshValue(desk.provider, handle, tokens.refresh);
  return withCookies(respond({ status: 200, body }, event.requestContext.requestId), [
    ...sessionCookies(tokens, refresh),
    ...(cookie(event, CHALLENGE) === undefined ? [] : [noChallenge]),
  ]);
};
