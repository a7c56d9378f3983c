import { RemovalPolicy } from 'aws-cdk-lib';
import {
  AttributeType,
  Billing,
  type GlobalSecondaryIndexPropsV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { indexNames, projected } from '#infra/constructs/record-indexes.ts';
import { RECOVERY_DAYS } from '#shared/permit/backup-days.ts';

const text = (name: string) => ({ name, type: AttributeType.STRING });

const indexes: readonly GlobalSecondaryIndexPropsV2[] = indexNames.map((name) => ({
  indexName: name,
  partitionKey: text(`${name}Pk`),
  sortKey: text(`${name}Sk`),
  projectionType: ProjectionType.INCLUDE,
  nonKeyAttributes: [...projected[name]],
}));

/** ONE table: every partition key, here and in each index, begins with its tenant. */
export class RecordTable extends Construct {
  readonly key: IKey;
  readonly name: string;
  readonly arn: string;
  readonly streamArn: string;

  constructor(scope: Construct, id: string, { key, keep }: { key: IKey; keep: boolean }) {
    super(scope, id);
    const table = new TableV2(this, 'Table', {
      partitionKey: text('pk'),
      sortKey: text('sk'),
      globalSecondaryIndexes: [...indexes],
      billing: Billing.onDemand(),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: RECOVERY_DAYS },
      deletionProtection: keep,
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
      timeToLiveAttribute: 'expiresAt',
      // Audit is derived from what changed: it needs the record before and after.
      dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES,
    });
    if (table.tableStreamArn === undefined) throw new Error('The table has no stream to audit from.');
    this.key = key;
    this.name = table.tableName;
    this.arn = table.tableArn;
    this.streamArn = table.tableStreamArn;
  }
}
