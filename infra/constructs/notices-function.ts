import { Duration } from 'aws-cdk-lib';
import type { BundledFunctionProps } from '#infra/constructs/bundled-function.ts';
import type { MailSender } from '#infra/constructs/mail-sender.ts';
import { noticeItems } from '#infra/policy/mail-access.ts';
import type { Stage } from '#infra/stage.ts';
import type { Data } from '#infra/stacks/data.ts';

interface Around {
  readonly stage: Stage;
  readonly data: Data;
}

/** The one function that mails: what it is told and what it may do, in one place. Without a sender it may send nothing. */
export const noticesFunction = (
  { data: { table }, stage }: Around,
  sender: MailSender | undefined,
): Omit<BundledFunctionProps<'notices'>, 'bundle'> => ({
  name: 'notices',
  description: 'Mails people what must not pass unseen',
  timeout: Duration.minutes(2),
  memory: 256,
  environment: {
    TABLE_NAME: table.name,
    SITE_ORIGIN: stage.siteOrigin,
    MAIL_FROM: sender?.from ?? '',
    MAIL_SETTINGS: sender?.settings ?? '',
  },
  rights: sender === undefined ? [] : [sender.right],
  forTenant: noticeItems(table),
});
