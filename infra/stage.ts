/**
 * The stages as data. A stage is an AWS account of its own: nothing below names a stage in a physical name, so an
 * agency that deploys only `prod` deletes the other two rows and changes nothing else.
 */
export interface Stage {
  readonly name: string;
  /** Twelve digits; absent = whatever account the deploying credentials belong to. */
  readonly account?: string;
  readonly region: string;
  /** Where the browser loads the site from: the one origin the buckets' CORS rules admit. */
  readonly siteOrigin: string;
  /** A certificate in us-east-1 for the site's domain; only needed where `region` is another one. */
  readonly certificateArn?: string;
  /** A web ACL of scope CLOUDFRONT in us-east-1; only needed where `region` is another one. */
  readonly webAclArn?: string;
  /** 'forever': removing a stack leaves its data behind. 'days': an engineer's stage, removed with its stacks. */
  readonly keep: 'forever' | 'days';
  /** How the archive of the audit trail is locked; what was put in under one rule keeps it. */
  readonly archive: ArchiveLock;
  /** E-mail address of the people on call. */
  readonly alarmsTo?: string;
  /** Absent: people are told of things on the screens alone. */
  readonly mail?: StageMail;
}

/** Where notices by mail come from. Mail goes out once the domain is verified and the account left the sandbox of SES. */
export interface StageMail {
  /** `stormwater@city.gov`, or with a name before it: `Stormledger <stormwater@city.gov>`. */
  readonly from: string;
  /** 'made': this app makes the SES identity of the domain. 'there': the account has had one before. */
  readonly identity: 'made' | 'there';
}

/**
 * COMPLIANCE: nobody deletes an object before its time is over, not even the account's owner, and nobody can take that
 * back. GOVERNANCE: an administrator of the account still can. Days from when an object arrives.
 */
export interface ArchiveLock {
  readonly mode: 'COMPLIANCE' | 'GOVERNANCE';
  readonly days: number;
}

const years = (count: number) => Math.ceil(count * 365.25);

const dev: Stage = {
  name: 'dev',
  region: 'us-east-1',
  siteOrigin: 'http://localhost:3000',
  keep: 'days',
  archive: { mode: 'GOVERNANCE', days: 1 },
};
const staging: Stage = {
  name: 'staging',
  region: 'us-east-1',
  siteOrigin: 'https://staging.stormledger.example.gov',
  keep: 'forever',
  archive: { mode: 'GOVERNANCE', days: 90 },
};
const prod: Stage = {
  name: 'prod',
  region: 'us-east-1',
  siteOrigin: 'https://stormledger.example.gov',
  keep: 'forever',
  // Longer than a permit term of five years and the three years for which 40 CFR 122.34(g)(2) has records kept.
  archive: { mode: 'COMPLIANCE', days: years(8) },
};

export const stages: readonly Stage[] = [dev, staging, prod];

/** Agency records stay in the United States: its commercial regions and both GovCloud regions. */
export const usRegions = ['us-east-1', 'us-east-2', 'us-west-1', 'us-west-2', 'us-gov-east-1', 'us-gov-west-1'];

/** What may differ from the table without editing it. */
export type StageOverrides = { readonly [Key in 'region' | 'siteOrigin' | 'mailFrom']?: string | undefined };

/** `Name <name@city.gov>` or the address alone, in ASCII as mail servers want it. */
const senderPattern = /^(?:[\w .'-]+ <[\w.+-]+@[a-z0-9.-]+\.[a-z]+>|[\w.+-]+@[a-z0-9.-]+\.[a-z]+)$/;

/** The domain that mail comes from, which SES has to know as ours. */
export const mailDomain = ({ from }: StageMail): string => from.replace(/>$/, '').split('@').at(-1) ?? '';

export const stageNamed = (name: string, { region, siteOrigin, mailFrom }: StageOverrides = {}): Stage => {
  const found = stages.find((stage) => stage.name === name);
  if (!found) {
    throw new Error(`There is no stage "${name}". Set STAGE to one of: ${stages.map((s) => s.name).join(', ')}.`);
  }
  const stage: Stage = {
    ...found,
    region: region ?? found.region,
    siteOrigin: siteOrigin ?? found.siteOrigin,
    ...(mailFrom === undefined ? {} : { mail: { identity: 'made', ...found.mail, from: mailFrom } }),
  };
  if (stage.mail !== undefined && !senderPattern.test(stage.mail.from))
    throw new Error(`"${stage.mail.from}" is no sender. Write name@city.gov, or Name <name@city.gov>.`);
  if (!usRegions.includes(stage.region)) {
    throw new Error(
      `Region ${stage.region} is outside the United States, where these records must stay. ` +
        `Use one of: ${usRegions.join(', ')}.`,
    );
  }
  return stage;
};

/** True where this app makes the firewall itself: CloudFront takes web ACLs from us-east-1 only. */
export const makesFirewall = (stage: Stage): boolean => stage.webAclArn === undefined && stage.region === 'us-east-1';

/** True where CloudFront serves the agency's own domain, and so needs its certificate. */
export const hasDomain = (stage: Stage): boolean => stage.siteOrigin.startsWith('https://');

/** A stage's stacks in another stage's account would be a second, empty production. */
export const refuseForeignAccount = (stage: Stage, account: string | undefined): void => {
  if (stage.account !== undefined && account !== undefined && stage.account !== account) {
    throw new Error(
      `Stage ${stage.name} belongs to account ${stage.account}, but these credentials are for ${account}. ` +
        `Sign in to ${stage.account}, or change the account in infra/stage.ts.`,
    );
  }
};
