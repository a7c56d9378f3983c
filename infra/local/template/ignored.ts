const deployTool = 'Deployment tooling; the runner does its work itself.';
const watch = 'Alarms and dashboards watch a deployment.';
const backup = 'Backups exist only on AWS.';

const names = 'The local name is localhost.';

/** Resource types that have no counterpart on one machine, each with the reason. Any other unknown type stops the start. */
export const ignored: Readonly<Record<string, string>> = {
  'AWS::CDK::Metadata': 'Statistics of CDK.',
  'AWS::Lambda::Permission': 'Who may invoke is decided by the rules, routes and mappings themselves.',
  'AWS::Lambda::LayerVersion': deployTool,
  'Custom::S3AutoDeleteObjects': deployTool,
  'Custom::LogRetention': deployTool,
  'Custom::CDKECRDeployment': deployTool,
  'Custom::S3BucketNotificationsHandler': deployTool,
  'AWS::SQS::QueuePolicy': 'Only the runner writes to queues.',
  'AWS::SNS::TopicPolicy': watch,
  'AWS::SNS::Topic': watch,
  'AWS::SNS::Subscription': watch,
  'AWS::CloudWatch::Alarm': watch,
  'AWS::CloudWatch::CompositeAlarm': watch,
  'AWS::CloudWatch::Dashboard': watch,
  'AWS::Logs::LogGroup': 'Logs go to .local/logs.',
  'AWS::Logs::MetricFilter': watch,
  'AWS::Logs::ResourcePolicy': 'Logs go to .local/logs.',
  'AWS::Logs::Delivery': 'Logs go to .local/logs.',
  'AWS::Logs::DeliverySource': 'Logs go to .local/logs.',
  'AWS::Logs::DeliveryDestination': 'Logs go to .local/logs.',
  'AWS::KMS::Alias': 'Encryption at rest is on AWS only.',
  'AWS::Backup::BackupPlan': backup,
  'AWS::Backup::BackupSelection': backup,
  'AWS::Backup::BackupVault': backup,
  'AWS::WAFv2::WebACL':
    'The firewall is on AWS only: its managed rules are not public, and one machine has one address.',
  'AWS::WAFv2::WebACLAssociation': 'The firewall is on AWS only.',
  'AWS::CloudFront::OriginAccessControl': 'Only the runner reads the bucket.',
  'AWS::CloudFront::CachePolicy': 'Nothing is cached between browser and origin here.',
  'AWS::CertificateManager::Certificate': names,
  'AWS::Route53::RecordSet': names,
  'AWS::GuardDuty::MalwareProtectionPlan': 'Malware verdicts come from AWS only.',
  'AWS::Scheduler::ScheduleGroup': 'A group is only a name.',
};
