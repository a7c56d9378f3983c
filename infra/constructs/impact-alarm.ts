import { Duration } from 'aws-cdk-lib';
import { Alarm, ComparisonOperator, type Metric, TreatMissingData } from 'aws-cdk-lib/aws-cloudwatch';
import { SnsAction } from 'aws-cdk-lib/aws-cloudwatch-actions';
import type { ITopic } from 'aws-cdk-lib/aws-sns';
import type { Construct } from 'constructs';

export interface ImpactAlarmProps {
  readonly metric: Metric;
  /** What people lose while this alarm is on: the sentence that the person on call reads first. */
  readonly impact: string;
  /** Alarm at this value or above. */
  readonly threshold: number;
  /** Five-minute periods in a row; one unless the metric wavers by nature. */
  readonly periods?: number;
  readonly notify: ITopic;
}

export class ImpactAlarm extends Alarm {
  constructor(scope: Construct, id: string, props: ImpactAlarmProps) {
    super(scope, id, {
      metric: props.metric.with({ period: Duration.minutes(5) }),
      alarmDescription: props.impact,
      threshold: props.threshold,
      evaluationPeriods: props.periods ?? 1,
      comparisonOperator: ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
      treatMissingData: TreatMissingData.NOT_BREACHING,
    });
    this.addAlarmAction(new SnsAction(props.notify));
    this.addOkAction(new SnsAction(props.notify));
  }
}
