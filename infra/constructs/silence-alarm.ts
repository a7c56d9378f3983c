import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, Stats, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface SilenceAlarmProps {
  /** Something that happens at least once an hour, all day. */
  readonly metric: Metric;
  /** What people lose while it does not happen: the sentence that the person on call reads first. */
  readonly impact: string;
  readonly notify: ITopic;
}

/**
 * Alarms when nothing happened for two hours. A schedule that was switched off makes no errors, and a metric of which
 * there is no data is the very sign of it.
 */
export class SilenceAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: SilenceAlarmProps) {
    super(scope, id, {
      metric: props.metric.with({ period: Duration.hours(1), statistic: Stats.SUM }),
      alarmDescription: props.impact,
      threshold: 1,
      evaluationPeriods: 2,
      comparisonOperator: ComparisonOperator.LESS_THAN_THRESHOLD,
      treatMissingData: TreatMissingData.BREACHING,
    });
    this.addAlarmAction(new SnsAction(props.notify));
    this.addOkAction(new SnsAction(props.notify));
  }
}
