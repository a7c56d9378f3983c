import { createHash } from 'node:crypto';
import { GetCommand, UpdateCommand, type UpdateCommandInput } from '@aws-sdk/lib-dynamodb';
import * as z from 'zod';
import { SYSTEM_TENANT } from '#shared/model/principal.ts';
import type { AccessEvent } from './access-events.ts';
import type { Table } from './client.ts';

/** How many tries are free, and how the pause after each further one grows: it doubles from `first` to `longest` seconds. */
export interface LockoutRule {
  readonly kind: string;
  readonly free: number;
  readonly first: number;
  readonly longest: number;
  /** Seconds after which the count is forgotten: since the last try, or since the first where `fixed` is set. */
  readonly kept: number;
  readonly fixed?: true;
}

const day = 86_400;
/** [K] Well under the 100 tries in a row that NIST SP 800-63B-4, 3.2.2 allows before an account must be closed: at most 101 in a day. */
export const accountRule: LockoutRule = { kind: 'account', free: 5, first: 30, longest: 900, kept: day };
/** An office shares one address, so an address has more tries, and they count for an hour whatever follows. */
export const sourceRule: LockoutRule = {
  kind: 'source',
  free: 100,
  first: 30,
  longest: 900,
  kept: 3600,
  fixed: true,
};
/** Mails with a reset code that somebody can be sent: each one is a nuisance to its reader. */
export const resetRule: LockoutRule = { kind: 'reset', free: 3, first: 60, longest: 900, kept: 3600 };

/** One try that was let through. It counts as a failure until it is forgiven. */
export interface Try {
  readonly rule: LockoutRule;
  readonly name: string;
  /** The moment, in epoch milliseconds, until which no further try is let through. */
  readonly lockedUntil?: number;
}

/** E-mail addresses as Cognito compares them, without regard to case. */
export const normalEmail = (email: string): string => email.normalize('NFKC').trim().toLowerCase();

/** One subscriber of IPv6 has a whole /64 to send from. */
export const sourceOf = (address: string): string => {
  if (!address.includes(':')) return address;
  const [head = '', tail] = address.split('::');
  const groups = head.split(':').filter((group) => group !== '');
  const missing = tail === undefined ? 0 : 8 - groups.length - tail.split(':').filter((group) => group !== '').length;
  return [...groups, ...Array<string>(Math.max(0, missing)).fill('0'), ...(tail ?? '').split(':')]
    .slice(0, 4)
    .map((group) => (group === '' ? '0' : group.toLowerCase()))
    .join(':');
};

const held = z.object({ failures: z.number(), lockedUntil: z.number().optional(), expiresAt: z.number() });
type Held = z.output<typeof held>;

/** Digests: people type passwords into the e-mail field, and an address is personal. */
const keyOf = ({ kind }: LockoutRule, name: string) => ({
  pk: `${SYSTEM_TENANT}#lockout`,
  sk: `${kind}#${createHash('sha256').update(name).digest('hex')}`,
});

const pauseAfter = ({ free, first, longest }: LockoutRule, failures: number): number =>
  failures < free ? 0 : Math.min(first * 2 ** (failures - free), longest) * 1000;

type Change = Pick<UpdateCommandInput, 'UpdateExpression' | 'ConditionExpression' | 'ExpressionAttributeValues'>;

/** Undefined when it was written; what stands there when the condition did not hold. */
const change = async (table: Table, rule: LockoutRule, name: string, how: Change): Promise<Held | undefined> => {
  try {
    await table.document.send(
      new UpdateCommand({
        TableName: table.name,
        Key: keyOf(rule, name),
        ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
        ...how,
      }),
    );
    return undefined;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'ConditionalCheckFailedException') throw error;
    // Nothing there: the condition asked for an item, and its absence is no news to whoever asked so.
    const item = plain((error as { Item?: unknown }).Item);
    return held.parse({ failures: 0, expiresAt: 0, ...item });
  }
};

/** The document client leaves the item of a refused condition in DynamoDB's own form: here, numbers only. */
const plain = (item: unknown): Record<string, number> =>
  Object.fromEntries(
    Object.entries((item ?? {}) as Record<string, { N?: string } | number>).flatMap(([field, value]) => {
      const number = typeof value === 'number' ? value : value.N;
      return number === undefined ? [] : [[field, Number(number)]];
    }),
  );

/**
 * Counts a try before it is made, in one conditional write: a hundred at once get no more through than one after
 * the other. Undefined means a pause is on, and then nothing may be tried. The item holds no word on whether the
 * account exists, so both kinds of name are counted alike.
 */
export const reserveTry = async (
  table: Table,
  rule: LockoutRule,
  name: string,
  at: number,
): Promise<Try | undefined> => {
  for (let round = 0; round < ROUNDS; round++) {
    const found = await addFreeTry(table, rule, name, at);
    if (found === undefined) return { rule, name };
    if (found.expiresAt > at / 1000 && (found.lockedUntil ?? 0) > at) return undefined;
    const last = await takeLastTry(table, rule, name, at, found);
    if (last !== undefined) return last;
  }
  return undefined;
};

/** Whoever loses this often to others on the same name is among too many to be let through. */
const ROUNDS = 10;

/** Below the limit nobody has to wait for anybody: these tries only add up. */
const addFreeTry = (table: Table, rule: LockoutRule, name: string, at: number): Promise<Held | undefined> => {
  const second = Math.floor(at / 1000);
  return change(table, rule, name, {
    UpdateExpression: `SET expiresAt = ${rule.fixed ? 'if_not_exists(expiresAt, :expiresAt)' : ':expiresAt'} ADD failures :one`,
    ConditionExpression:
      'attribute_not_exists(pk) OR (failures < :last AND expiresAt > :second AND (attribute_not_exists(lockedUntil) OR lockedUntil <= :at))',
    ExpressionAttributeValues: {
      ':one': 1,
      ':last': rule.free - 1,
      ':second': second,
      ':at': at,
      ':expiresAt': second + rule.kept,
    },
  });
};

/** The try that brings the next pause, or the first of a new count: of many that see the same count, one gets it. */
const takeLastTry = async (
  table: Table,
  rule: LockoutRule,
  name: string,
  at: number,
  found: Held,
): Promise<Try | undefined> => {
  const over = found.expiresAt <= at / 1000;
  const failures = over ? 1 : found.failures + 1;
  const lockedUntil = at + pauseAfter(rule, failures);
  const end = Math.ceil(lockedUntil / 1000);
  const lost = await change(table, rule, name, {
    UpdateExpression: 'SET failures = :failures, lockedUntil = :until, expiresAt = :expiresAt',
    ConditionExpression:
      'failures = :seen AND expiresAt = :seenUntil AND (attribute_not_exists(lockedUntil) OR lockedUntil <= :at)',
    ExpressionAttributeValues: {
      ':failures': failures,
      ':until': lockedUntil,
      ':expiresAt': rule.fixed && !over ? Math.max(found.expiresAt, end) : end + rule.kept,
      ':seen': found.failures,
      ':seenUntil': found.expiresAt,
      ':at': at,
    },
  });
  if (lost !== undefined) return undefined;
  return { rule, name, ...(lockedUntil > at ? { lockedUntil } : {}) };
};

/** The try was right, though perhaps not the end of the matter: it leaves no trace, nor does the pause that it brought. */
export const forgiveTry = async (table: Table, { rule, name, lockedUntil }: Try): Promise<void> => {
  await change(table, rule, name, {
    UpdateExpression: `ADD failures :less ${lockedUntil === undefined ? '' : 'REMOVE lockedUntil'}`,
    ConditionExpression: `failures > :none ${lockedUntil === undefined ? '' : 'AND lockedUntil = :until'}`,
    ExpressionAttributeValues: {
      ':less': -1,
      ':none': 0,
      ...(lockedUntil === undefined ? {} : { ':until': lockedUntil }),
    },
  });
};

/** The moment, in epoch milliseconds, until which nobody may try; undefined while somebody may. */
export const pausedUntil = async (
  table: Table,
  rule: LockoutRule,
  name: string,
  at: number,
): Promise<number | undefined> => {
  const { Item } = await table.document.send(
    new GetCommand({ TableName: table.name, Key: keyOf(rule, name), ConsistentRead: true }),
  );
  if (Item === undefined) return undefined;
  const { lockedUntil = 0, expiresAt } = held.parse({ failures: 0, ...Item });
  return expiresAt > at / 1000 && lockedUntil > at ? lockedUntil : undefined;
};

/** The person came in, chose a new password, or was let in by an administrator. */
export const clearTries = async (table: Table, rule: LockoutRule, name: string): Promise<void> => {
  await change(table, rule, name, {
    UpdateExpression: 'SET failures = :none REMOVE lockedUntil',
    ConditionExpression: 'attribute_exists(pk)',
    ExpressionAttributeValues: { ':none': 0 },
  });
};

const STRANGER_DAYS = 30;

/** A failed try that belongs to no agency. */
export const noteStranger = async (table: Table, { id, at, kind, address, agent }: AccessEvent): Promise<void> => {
  await table.document.send(
    new UpdateCommand({
      TableName: table.name,
      Key: { pk: `${SYSTEM_TENANT}#lockout`, sk: `stranger#${at}#${id}` },
      UpdateExpression: 'SET #kind = :kind, #address = :address, #agent = :agent, expiresAt = :expiresAt',
      // `agent` is one of DynamoDB's reserved words.
      ExpressionAttributeNames: { '#kind': 'kind', '#address': 'address', '#agent': 'agent' },
      ExpressionAttributeValues: {
        ':kind': kind,
        ':address': address ?? '',
        ':agent': agent ?? '',
        ':expiresAt': Math.floor(Date.parse(at) / 1000) + STRANGER_DAYS * 86_400,
      },
    }),
  );
};
