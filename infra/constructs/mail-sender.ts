import { CfnOutput } from 'aws-cdk-lib';
import type { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import {
  ConfigurationSet,
  ConfigurationSetTlsPolicy,
  EmailIdentity,
  Identity,
  SuppressionReasons,
} from 'aws-cdk-lib/aws-ses';
import { Construct } from 'constructs';
import { sendMail } from '#infra/policy/mail-access.ts';
import { mailDomain, type StageMail } from '#infra/stage.ts';

/** Where mail comes from: a domain that SES signs for, and settings that follow nobody who reads it. */
export class MailSender extends Construct {
  readonly from: string;
  /** The name of the configuration set. */
  readonly settings: string;
  readonly right: PolicyStatement;

  constructor(scope: Construct, id: string, mail: StageMail) {
    super(scope, id);
    const settings = new ConfigurationSet(this, 'Settings', {
      // A mail names people of the agency: it travels encrypted or not at all.
      tlsPolicy: ConfigurationSetTlsPolicy.REQUIRE,
      suppressionReasons: SuppressionReasons.BOUNCES_AND_COMPLAINTS,
    });
    const domain = mailDomain(mail);
    if (mail.identity === 'made') signedDomain(this, domain);
    this.from = mail.from;
    this.settings = settings.configurationSetName;
    this.right = sendMail(domain, settings);
  }
}

/** SES takes the domain as ours once these records stand in its DNS. */
const signedDomain = (scope: Construct, domain: string): void => {
  const { dkimRecords } = new EmailIdentity(scope, 'Domain', { identity: Identity.domain(domain) });
  for (const [index, { name, value }] of dkimRecords.entries())
    new CfnOutput(scope, `Dns${index + 1}`, {
      value: `${name} CNAME ${value}`,
      description: `For the DNS of ${domain}`,
    });
};
