import type { DynamoDBBatchResponse, DynamoDBRecord } from 'aws-lambda';
import { now } from '#functions/lib/aws/clock.ts';
import type { Mailer } from '#functions/lib/mail/mailer.ts';
import { tenantStore, type Member, type Table } from '#functions/lib/store/index.ts';
import { noticesOf } from './changes.ts';
import { letterTo } from './letter.ts';
import type { Notice } from './notice.ts';

export interface Post {
  readonly table: Table;
  readonly mailer: Mailer;
  readonly siteOrigin: string;
  /** Told of what went wrong, in words that hold no address. */
  readonly failed: (what: Notice['kind'] | 'change', error: unknown) => void;
}

/** Some of those who should know were not mailed. A further turn mails them, and none of the others again. */
export class NotMailed extends Error {
  override readonly name = 'NotMailed';
}

interface Recipient {
  readonly member: Member;
  readonly address: string;
}

/** Only who belongs to the agency and can come in: nobody else is mailed by us, whatever an event says. */
const recipientsOf = ({ to }: Notice, members: readonly Member[]): Recipient[] =>
  members
    .filter(({ status }) => status === 'active')
    .filter(({ id, role }) => (to === 'administrators' ? role === 'admin' : id === to.member))
    .map((member) => ({ member, address: (to === 'administrators' ? undefined : to.address) ?? member.email }));

/** Mails everybody whom a notice is for. Throws `NotMailed` behind the last of them when one was not reached. */
export const tell = async ({ table, mailer, siteOrigin, failed }: Post, notice: Notice): Promise<void> => {
  const store = tenantStore(table, notice);
  const tenant = await store.tenant();
  if (tenant === undefined || tenant.closed !== undefined) return;
  const members = await store.members();
  let missed = 0;
  for (const { member, address } of recipientsOf(notice, members)) {
    if (await store.mail.isMailed(notice.id, member.id)) continue;
    try {
      await mailer.send(letterTo(address, member.name, { notice, tenant, members, siteOrigin }));
      await store.mail.mailed(notice.id, member.id, now());
    } catch (error) {
      failed(notice.kind, error);
      missed += 1;
    }
  }
  if (missed > 0) throw new NotMailed(`${missed} mails of a notice were not sent.`);
};

/** All of them, whichever fails; then `NotMailed` if one did. */
export const tellAll = async (post: Post, notices: readonly Notice[]): Promise<void> => {
  let missed = 0;
  for (const notice of notices)
    try {
      await tell(post, notice);
    } catch (error) {
      if (!(error instanceof NotMailed)) throw error;
      missed += 1;
    }
  if (missed > 0) throw new NotMailed(`${missed} notices did not reach everybody.`);
};

/**
 * What the stream tells of. The first change that failed is named, and Lambda comes again from there: what lies behind
 * it is mailed now all the same, and not once more then.
 */
export const tellChanges = async (post: Post, changes: readonly DynamoDBRecord[]): Promise<DynamoDBBatchResponse> => {
  const failed: string[] = [];
  for (const change of changes)
    try {
      await tellAll(post, noticesOf(change));
    } catch (error) {
      if (!(error instanceof NotMailed)) post.failed('change', error);
      failed.push(change.dynamodb?.SequenceNumber ?? '');
    }
  return { batchItemFailures: failed.slice(0, 1).map((itemIdentifier) => ({ itemIdentifier })) };
};
