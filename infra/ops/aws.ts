import { CloudFormationClient, paginateListStackResources } from '@aws-sdk/client-cloudformation';
import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { userAccounts } from '#functions/lib/aws/accounts.ts';
import { tableAt } from '#functions/lib/store/index.ts';
import { refuseForeignAccount, type Stage } from '#infra/stage.ts';
import type { Target } from './target.ts';

interface Deployed {
  readonly ResourceType?: string | undefined;
  readonly PhysicalResourceId?: string | undefined;
}

/** Where a stage keeps what the operator works on: the one resource of that type in that stack. */
export const kept = {
  table: { stack: 'Stormledger-Data', type: 'AWS::DynamoDB::GlobalTable' },
  pool: { stack: 'Stormledger-Identity', type: 'AWS::Cognito::UserPool' },
} as const;

/** Two of a type would mean a guess at where people's records are. */
export const theOne = (resources: readonly Deployed[], { stack, type }: (typeof kept)[keyof typeof kept]): string => {
  const found = resources.flatMap((r) => (r.ResourceType === type ? (r.PhysicalResourceId ?? []) : []));
  const [id] = found;
  if (id === undefined || found.length > 1)
    throw new Error(`Stack ${stack} has ${found.length} resources of type ${type} where one is expected.`);
  return id;
};

const find = async (client: CloudFormationClient, what: (typeof kept)[keyof typeof kept]): Promise<string> => {
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
    };
  } catch (error) {
    throw explained(error, stage);
  }
};
