import { Aws, Duration, RemovalPolicy, Stack, type StackProps } from 'aws-cdk-lib';
import { Stats, type Metric } from 'aws-cdk-lib/aws-cloudwatch';
import { PolicyStatement, ServicePrincipal } from 'aws-cdk-lib/aws-iam';
import { Key } from 'aws-cdk-lib/aws-kms';
import { Topic } from 'aws-cdk-lib/aws-sns';
import { EmailSubscription } from 'aws-cdk-lib/aws-sns-subscriptions';
import type { Construct } from 'constructs';
import type { FunctionName } from '#infra/constructs/function-bundle.ts';
import { ImpactAlarm } from '#infra/constructs/impact-alarm.ts';
import { SilenceAlarm } from '#infra/constructs/silence-alarm.ts';
import type { Stage } from '#infra/stage.ts';
import type { Api } from '#infra/stacks/api.ts';
import type { Identity } from '#infra/stacks/identity.ts';

export interface OperationsProps extends StackProps {
  readonly stage: Stage;
  readonly api: Api;
  readonly identity: Identity;
}

/** What people lose when a function fails; a function without a sentence does not compile. */
const impact: Record<FunctionName, string> = {
  admin: 'Administrators can neither invite people nor keep them out.',
  api: 'Some pages and forms answer with an error: people cannot read or save records.',
  audit: 'Changes are saved, but their history entries are late.',
  closing: 'What an agency asked to be deleted when it closed its account is kept for longer than it was promised.',
  desk: 'Public-records requests can be neither answered nor released; their days run on.',
  digest: 'Audit entries are not archived: what is altered in the table now could not be proven later.',
  disposal: 'Records that are due are not proposed, or an approved disposal stands still: they are kept for longer.',
  exports: 'Exports fail or stand still: records requests and reports cannot be delivered.',
  files: 'Photos and documents can be neither uploaded nor opened.',
  identity: 'Nobody can sign in, and sessions end within 15 minutes.',
  imports: 'Imports fail or stand still: uploaded rows do not become records.',
  lifecycle: 'Imports and exports that were interrupted stay unfinished.',
  notices: 'People are not mailed what they must not miss; the screens still tell it.',
  pages: 'Pages of PDFs are not shown, so nothing can be marked on them for a records request.',
  retention: 'Retention rules, legal holds and disposals can be neither seen nor changed.',
  scan: 'Uploaded files stay in quarantine: nobody can open them.',
  session: 'People cannot sign in or stay signed in.',
};

/** Records leave the stream after 24 hours, audited or not: an hour's delay is time enough to act. */
const STREAM_DELAY = Duration.hours(1);

/** Who is told, and of what. Watches the other stacks; nothing depends on it. */
export class Operations extends Stack {
  private readonly topic: Topic;

  constructor(scope: Construct, id: string, { stage, api, identity, ...props }: OperationsProps) {
    super(scope, id, props);
    this.topic = alarmTopic(this);
    if (stage.alarmsTo !== undefined) this.topic.addSubscription(new EmailSubscription(stage.alarmsTo));

    for (const { name, function: watched } of [...api.functions, identity.trigger]) {
      this.alarm(`${name}-errors`, watched.metricErrors(), impact[name]);
      this.alarm(`${name}-throttles`, watched.metricThrottles(), `Too many calls at once. ${impact[name]}`);
    }
    this.alarm(
      'audit-delay',
      api.audit.function.metric('IteratorAge', { statistic: Stats.MAXIMUM }),
      'History entries are an hour late. After 24 hours changes leave the stream and their entries are lost.',
      STREAM_DELAY.toMilliseconds(),
    );
    this.alarm(
      'audit-dead-letters',
      api.auditDeadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
      'At least one change has no history entry. Its content leaves the stream 24 hours after the change.',
    );
    // A run that fails is an error of the function, above: what is left is that none is started.
    new SilenceAlarm(this, 'digest-silent', {
      metric: api.digest.function.metricInvocations(),
      impact:
        'No audit entries were archived for two hours: what is altered in the table now could not be proven later.',
      notify: this.topic,
    });
    new SilenceAlarm(this, 'lifecycle-silent', {
      metric: api.lifecycle.function.metricInvocations(),
      impact: 'Imports and exports that were interrupted were not taken up for two hours, and nothing due is proposed.',
      notify: this.topic,
    });
    this.alarm(
      'scan-dead-letters',
      api.scanDeadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
      'At least one uploaded file was never checked. It cannot be opened, and quarantine drops it after 7 days.',
    );
    if (api.noticeDeadLetters !== undefined)
      this.alarm(
        'notice-dead-letters',
        api.noticeDeadLetters.metricApproximateNumberOfMessagesVisible({ statistic: Stats.MAXIMUM }),
        'At least one notice was not mailed: SES did not take it, six times in a row. The screens still tell it.',
      );
    this.alarm(
      'api-server-errors',
      api.http.stage.metricServerError({ statistic: Stats.SUM }),
      'Requests fail on our side: people see errors instead of their records.',
      5,
    );
  }

  private alarm(id: string, metric: Metric, impact: string, threshold = 1): void {
    new ImpactAlarm(this, id, { metric, impact, threshold, notify: this.topic });
  }
}

const alarmTopic = (scope: Construct): Topic => {
  const key = new Key(scope, 'AlarmKey', {
    description: 'Stormledger alarms',
    enableKeyRotation: true,
    // Holds nothing that outlives a message.
    removalPolicy: RemovalPolicy.DESTROY,
  });
  key.addToResourcePolicy(
    new PolicyStatement({
      sid: 'AlarmsMayBeSent',
      principals: [new ServicePrincipal('cloudwatch.amazonaws.com')],
      actions: ['kms:Decrypt', 'kms:GenerateDataKey'],
      resources: ['*'],
      conditions: { StringEquals: { 'aws:SourceAccount': Aws.ACCOUNT_ID } },
    }),
  );
  return new Topic(scope, 'Alarms', { masterKey: key, enforceSSL: true });
};
