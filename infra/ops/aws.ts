import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { SQSClient } from '@aws-sdk/client-sqs';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { userAccounts } from '#functions/lib/aws/accounts.ts';
import { functionAt } from '#functions/lib/aws/invoke.ts';
import { openObjects } from '#functions/lib/aws/objects.ts';
import { trustedSigner } from '#functions/lib/aws/signer.ts';
import { streamAt } from '#functions/lib/aws/stream-records.ts';
import { tableAt } from '#functions/lib/store/index.ts';
import { refuseForeignAccount, type Stage } from '#infra/stage.ts';
import { queueLetters } from './letters.ts';
import type { Target } from './target.ts';

interface Deployed {
  readonly LogicalResourceId?: string | undefined;
  readonly ResourceType?: string | undefined;
  readonly PhysicalResourceId?: string | undefined;
}

interface Kept {
  readonly stack: string;
  readonly type: string;
  /** Of its logical id, where the stack has several of that type. */
  readonly named?: RegExp;
}

/** Where a stage keeps what the operator works on: the one resource of that type, and name, in that stack. */
export const kept = {
  table: { stack: 'Stormledger-Data', type: 'AWS::DynamoDB::GlobalTable' },
  pool: { stack: 'Stormledger-Identity', type: 'AWS::Cognito::UserPool' },
  attachments: { stack: 'Stormledger-Data', type: 'AWS::S3::Bucket', named: /^Attachments[0-9A-F]{8}$/ },
  releases: { stack: 'Stormledger-Data', type: 'AWS::S3::Bucket', named: /^Releases[0-9A-F]{8}$/ },
  archive: { stack: 'Stormledger-Data', type: 'AWS::S3::Bucket', named: /^Archive[0-9A-F]{8}$/ },
  audit: { stack: 'Stormledger-Api', type: 'AWS::Lambda::Function', named: /^AuditFunction[0-9A-F]{8}$/ },
  setAside: { stack: 'Stormledger-Api', type: 'AWS::SQS::Queue', named: /^RecordStreamDeadLetters[0-9A-F]{8}$/ },
  signer: { stack: 'Stormledger-Data', type: 'AWS::KMS::Key', named: /^Signer[0-9A-F]{8}$/ },
} as const satisfies Record<string, Kept>;

/** Two of a type would mean a guess at where people's records are. */
export const theOne = (resources: readonly Deployed[], { stack, type, named }: Kept): string => {
  const found = resources
    .filter((r) => r.ResourceType === type && (named?.test(r.LogicalResourceId ?? '') ?? true))
    .flatMap((r) => r.PhysicalResourceId ?? []);
  const [id] = found;
  if (id === undefined || found.length > 1)
    throw new Error(`Stack ${stack} has ${found.length} resources of type ${type} where one is expected.`);
  return id;
};

const find = async (client: CloudFormationClient, what: Kept): Promise<string> => {
  const resources: Deployed[] = [];
  for await (const page of paginateListStackResources({ client }, { StackName: what.stack }))
    resources.push(...(page.StackResourceSummaries ?? []));
  return theOne(resources, what);
};

/** A sentence for what goes wrong before the first word with the stage; anything else stays as it is. */
const explained = (error: unknown, { name, region }: Stage): unknown => {
  if (!(error instanceof Error)) return error;
  if (error.name === 'CredentialsProviderError')
    return new Error(
      `No AWS credentials were found. Sign in to the account of stage ${name} first. (${error.message})`,
    );
  if (error.name === 'ValidationError' && error.message.includes('does not exist'))
    return new Error(`Stage ${name} is not deployed in ${region} of this account. (${error.message})`);
  return error;
};

/** A stage on AWS, with the credentials that the operator's own sign-in to AWS has left in the usual places. */
export const awsTarget = async (stage: Stage): Promise<Target> => {
  const at = { region: stage.region };
  const stacks = new CloudFormationClient(at);
  try {
    const { Account } = await new STSClient(at).send(new GetCallerIdentityCommand({}));
    refuseForeignAccount(stage, Account);
    const [tableName, poolId] = [await find(stacks, kept.table), await find(stacks, kept.pool)];
    return {
      where: `stage ${stage.name} (account ${Account ?? 'unknown'}, ${stage.region})`,
      table: tableAt(tableName, at),
      accounts: userAccounts(new CognitoIdentityProviderClient(at), poolId),
      callAudit: async () => functionAt(await find(stacks, kept.audit), at),
      setAside: async () => ({
        letters: queueLetters(new SQSClient(at), await find(stacks, kept.setAside)),
        read: streamAt(at),
      }),
      copyOf: (name) => tableAt(name, at),
      attachments: async () => ({ s3: openObjects(at), bucket: await find(stacks, kept.attachments) }),
      releases: async () => ({ s3: openObjects(at), bucket: await find(stacks, kept.releases) }),
      archive: async () => ({
        archive: { s3: openObjects(at), bucket: await find(stacks, kept.archive) },
        signer: await trustedSigner(await find(stacks, kept.signer), at),
      }),
    };
  } catch (error) {
    throw explained(error, stage);
  }
};
