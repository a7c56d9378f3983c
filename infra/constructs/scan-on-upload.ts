import { Duration } from 'aws-cdk-lib';
import { Rule } from 'aws-cdk-lib/aws-events';
import { LambdaFunction } from 'aws-cdk-lib/aws-events-targets';
import type { IBucket } from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import type { BundledFunction } from '#infra/constructs/bundled-function.ts';
import type { DeadLetters } from '#infra/constructs/dead-letters.ts';

/** Every file that arrives in quarantine is looked at before anybody can download it. */
export class ScanOnUpload extends Construct {
  constructor(scope: Construct, id: string, quarantine: IBucket, scan: BundledFunction<'scan'>, failed: DeadLetters) {
    super(scope, id);
    new Rule(this, 'Uploaded', {
      description: 'A file arrived in quarantine',
      eventPattern: {
        source: ['aws.s3'],
        detailType: ['Object Created'],
        detail: { bucket: { name: [quarantine.bucketName] } },
      },
      targets: [
        new LambdaFunction(scan.function, {
          deadLetterQueue: failed,
          retryAttempts: 5,
          maxEventAge: Duration.hours(2),
        }),
      ],
    });
  }
}
