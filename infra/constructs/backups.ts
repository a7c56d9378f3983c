import { Duration, RemovalPolicy } from 'aws-cdk-lib';
import { BackupPlan, BackupPlanRule, BackupResource, BackupVault } from 'aws-cdk-lib/aws-backup';
import { Schedule } from 'aws-cdk-lib/aws-events';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import type { RecordTable } from '#infra/constructs/record-table.ts';
import { BACKUP_DAYS } from '#shared/permit/backup-days.ts';

/**
 * A copy of the table each night, behind the table's own recovery to any second of 35 days: that one goes with the
 * table, these do not.
 */
export class Backups extends Construct {
  constructor(scope: Construct, id: string, { table, key, keep }: { table: RecordTable; key: IKey; keep: boolean }) {
    super(scope, id);
    const backupVault = new BackupVault(this, 'Vault', {
      encryptionKey: key,
      removalPolicy: keep ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    });
    const nightly = new BackupPlanRule({
      ruleName: 'Nightly',
      // UTC: night in all time zones of the United States.
      scheduleExpression: Schedule.cron({ hour: '9', minute: '0' }),
      startWindow: Duration.hours(1),
      completionWindow: Duration.hours(8),
      deleteAfter: Duration.days(BACKUP_DAYS),
    });
    new BackupPlan(this, 'Plan', { backupVault, backupPlanRules: [nightly] }).addSelection('Records', {
      resources: [BackupResource.fromArn(table.arn)],
    });
  }
}
