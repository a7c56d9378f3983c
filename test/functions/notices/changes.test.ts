import type { DynamoDBRecord } from 'aws-lambda';
import { describe, expect, it } from 'vitest';
import { noticesOf } from '#functions/notices/changes.ts';
import { lambdaRecord } from '#infra/local/streams/record.ts';
import { marshall } from '@aws-sdk/util-dynamodb';
import { mailedEvents } from '#shared/model/notice.ts';
import { closingPlan } from '#shared/permit/closing.ts';

const tenantId = 'a'.repeat(26);
const ada = '0199b000-0000-7000-8000-0000000000aa';
const bob = '0199b000-0000-7000-8000-0000000000bb';
const at = '2026-11-25T12:00:00.000Z';

type Item = Readonly<Record<string, unknown>>;
const change = (pk: string, is: Item | undefined, was?: Item): DynamoDBRecord => {
  const dynamodb = {
    SequenceNumber: '1',
    ApproximateCreationDateTime: new Date(at),
    Keys: marshall({ pk, sk: 'any' }),
    ...(is && { NewImage: marshall(is) }),
    ...(was && { OldImage: marshall(was) }),
  };
  const eventName = was === undefined ? 'INSERT' : is === undefined ? 'REMOVE' : 'MODIFY';
  return lambdaRecord({ eventName, dynamodb }, { arn: 'arn:stream', region: 'us-east-1' });
};
const event = (kind: string, more: Item = {}) =>
  change(`${tenantId}#access`, { entity: 'access', id: 'e1', at, kind, memberId: ada, ...more });
const member = {
  entity: 'member',
  id: ada,
  email: 'ada@old.example',
  status: 'active',
  version: 4,
  recovery: new Set(['digest']),
};
const moved = (is: Item) => noticesOf(change(`${tenantId}#member`, { ...member, version: 5, ...is }, member));
const closing = { ...closingPlan('2026-11-01', 60), startedAt: at, startedBy: ada, exportDays: 60 };
const agency = { entity: 'tenant', id: tenantId, name: 'Fernwick', timeZone: 'America/Chicago' };
const closes = (is: Item | undefined, was: Item | undefined) =>
  noticesOf(
    change(
      `${tenantId}#tenant`,
      { ...agency, ...(is && { closing: is }) },
      { ...agency, ...(was && { closing: was }) },
    ),
  );

describe('an access event', () => {
  it.each(mailedEvents.filter((kind) => !kind.startsWith('closing')))('%s is told to whom it concerns', (kind) => {
    expect(noticesOf(event(kind, { by: bob }))).toEqual([
      { id: 'e1', tenantId, kind, at, by: bob, to: { member: ada } },
    ]);
  });
  it('of closing the account is told to every administrator, with who did it', () => {
    for (const kind of ['closingStarted', 'closingCancelled'])
      expect(noticesOf(event(kind))).toEqual([{ id: 'e1', tenantId, kind, at, by: ada, to: 'administrators' }]);
  });
  it('of the first password of their own is told to nobody', () => {
    expect(noticesOf(event('passwordChanged', { detail: 'First sign-in' }))).toEqual([]);
    expect(noticesOf(event('passwordChanged', { detail: 'By a code from a mail' }))).toHaveLength(1);
  });
  it('that is written once more is told once', () => {
    const item = { entity: 'access', id: 'e1', at, kind: 'mfaOff', memberId: ada };
    expect(noticesOf(change(`${tenantId}#access`, item, item))).toEqual([]);
  });
});

describe('a member', () => {
  it('whose address changes is told at the old one', () => {
    expect(moved({ email: 'ada@new.example' })).toEqual([
      {
        id: 'email#5',
        tenantId,
        kind: 'emailChanged',
        at,
        by: ada,
        to: { member: ada, address: 'ada@old.example' },
      },
    ]);
  });
  it('who changes otherwise, or was removed with the address, is told nothing', () => {
    expect(moved({ role: 'viewer' })).toEqual([]);
    const { email: _email, ...removed } = member;
    expect(noticesOf(change(`${tenantId}#member`, { ...removed, status: 'removed' }, member))).toEqual([]);
  });
});

describe('an agency that closes its account', () => {
  const reminded = { ...closing, remindedAt: at };
  const begun = { ...reminded, deletion: { begunAt: at, version: 1, round: 0, shelf: 0, counts: {} } };

  it('is reminded once, and told once that deletion has begun', () => {
    expect(closes(reminded, closing)).toMatchObject([{ kind: 'closingReminder', to: 'administrators', at }]);
    expect(closes(begun, reminded)).toMatchObject([{ kind: 'deletionBegun', to: 'administrators', at }]);
    expect(closes(reminded, reminded)).toEqual([]);
    expect(closes({ ...begun, deletion: { ...begun.deletion, version: 2 } }, begun)).toEqual([]);
  });
  it('is not told by its own item of what an event tells', () => {
    expect(closes(closing, undefined)).toEqual([]);
    expect(closes(undefined, closing)).toEqual([]);
  });
  it('is told of deletion even where no reminder came before', () => {
    expect(closes(begun, closing)).toMatchObject([{ kind: 'deletionBegun' }]);
  });
});

it('a record, or an item that is gone, is none of its business', () => {
  expect(noticesOf(change(`${tenantId}#rec#site`, { entity: 'record' }))).toEqual([]);
  expect(noticesOf(change(`${tenantId}#member`, undefined, member))).toEqual([]);
});

it('what belongs to no agency is refused', () => {
  expect(() => noticesOf(change('short#access', { entity: 'access' }))).toThrow('no agency');
});
