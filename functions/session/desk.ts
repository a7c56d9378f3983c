import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import { now } from '#functions/lib/aws/clock.ts';
import { viewerAddress, viewerAgent } from '#functions/lib/http/viewer.ts';
import { tenantStore, tryStore, type AccessKind, type Table, type Try } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import type { IdentityProvider } from './identity-provider.ts';

/** What every route here works with. */
export interface Desk {
  readonly provider: IdentityProvider;
  readonly table: Table;
}

export type Event = APIGatewayProxyEventV2;
export type Answer = APIGatewayProxyStructuredResultV2;

/** One sentence for a wrong password, for nobody, and for a pause: the answer must not tell which. */
export const signInRefused = () =>
  new Problem(
    'sign-in-refused',
    'The e-mail address or the password is not right. Check both and try again. After several tries there is a pause.',
  );

export interface Account {
  readonly id: string;
  readonly tenantId: string;
}

export const note = (
  { table }: Desk,
  event: Event,
  { id, tenantId }: Account,
  kind: AccessKind,
  detail?: string,
): Promise<void> =>
  tenantStore(table, { tenantId }).access.put({ ...happened(event), kind, memberId: id, ...(detail && { detail }) });

const happened = (event: Event) => ({
  id: randomUUID(),
  at: now(),
  address: viewerAddress(event),
  agent: viewerAgent(event),
});

/** The tries that a guess at somebody's password or code costs: one of the account, one of the address it came from. */
export interface Admission {
  readonly account: Try;
  readonly source: Try;
}

/** Counted before Cognito is asked. Undefined while a pause is on: then Cognito is not asked at all. */
export const admit = async ({ table }: Desk, event: Event, email: string): Promise<Admission | undefined> => {
  const at = Date.parse(now());
  const tries = tryStore(table);
  const source = await tries.reserveSource(viewerAddress(event), at);
  if (source === undefined) return undefined;
  const account = await tries.reserveAccount(email, at);
  return account && { account, source };
};

export const forgive = async ({ table }: Desk, { account, source }: Admission): Promise<void> => {
  await Promise.all([tryStore(table).forgive(account), tryStore(table).forgive(source)]);
};

/** The person came in: the account starts afresh, the address gets its try back. */
export const clear = async ({ table }: Desk, email: string, { source }: Admission): Promise<void> => {
  await Promise.all([tryStore(table).clearAccount(email), tryStore(table).forgive(source)]);
};

/** Notes a failed try, with the same work whether or not somebody has that address. */
export const noteFailure = async (desk: Desk, event: Event, email: string, { account }: Admission): Promise<void> => {
  const known = await desk.provider.account(email);
  const put = (kind: 'signInFailed' | 'lockout', detail?: string) =>
    known
      ? note(desk, event, known, kind, detail)
      : tryStore(desk.table).noteStranger({ ...happened(event), kind, ...(detail && { detail }) });
  await put('signInFailed');
  if (account.lockedUntil !== undefined) await put('lockout', `Until ${new Date(account.lockedUntil).toISOString()}`);
};

/** Longer than any refusal takes by itself, in milliseconds. */
const REFUSAL_TIME = 400;

/** A refusal comes after the same time whatever its reason, so that its speed does not tell what its words do not. */
export const evenly = async (work: Promise<Answer>): Promise<Answer> => {
  const soonest = pause(REFUSAL_TIME);
  try {
    return await work;
  } catch (error) {
    await soonest;
    throw error;
  }
};
