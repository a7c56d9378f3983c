import { CognitoIdentityProviderClient } from '@aws-sdk/client-cognito-identity-provider';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { provisionTenant } from '#functions/lib/usecases/provision.ts';
import { civilDate } from '#shared/time/civil.ts';
import { agencies, DEMO_PASSWORD, demoPeople, type DemoAgency } from './agencies.ts';
import { demoRecords } from './records.ts';
import { signIn } from './visitor.ts';

/** What seeding needs of a running stack. */
export interface SeedTarget {
  readonly url: string;
  readonly endpoint: string;
  readonly region: string;
  readonly operator: { readonly accessKeyId: string; readonly secretAccessKey: string };
  readonly tableName: string;
  readonly poolId: string;
}

/** Makes the two demo agencies, their people and a few records. The accounts by the operator, the records by signing in. */
export const seedDemo = async (target: SeedTarget, now: () => Date, log: (line: string) => void): Promise<void> => {
  await seedAccounts(target);
  for (const agency of agencies) {
    const made = await seedRecords(target.url, agency, now());
    log(`${agency.name}: ${made} demo records are there`);
  }
};

/** The agencies and their people alone. */
export const seedAccounts = async (target: SeedTarget): Promise<void> => {
  const at = { endpoint: target.endpoint, region: target.region, credentials: target.operator };
  const database = new DynamoDBClient(at);
  const client = new CognitoIdentityProviderClient(at);
  const table = {
    name: target.tableName,
    document: DynamoDBDocumentClient.from(database, { marshallOptions: { removeUndefinedValues: true } }),
  };
  for (const agency of agencies) {
    const { id, name, timeZone } = agency;
    await provisionTenant(table, { client, poolId: target.poolId }, { id, name, timeZone }, demoPeople(agency));
  }
  database.destroy();
  client.destroy();
};

const seedRecords = async (site: string, agency: DemoAgency, now: Date): Promise<number> => {
  const inspector = await signIn(site, `inspector@${agency.domain}`, DEMO_PASSWORD);
  const coordinator = await signIn(site, `coordinator@${agency.domain}`, DEMO_PASSWORD);
  const list = demoRecords(agency, civilDate(now.toISOString(), agency.timeZone), inspector.member.id);
  for (const { path, id, values } of list) {
    const by = path === 'inspections' || path === 'findings' ? inspector : coordinator;
    await by.add(`/api/v1/${path}`, { id, values });
  }
  return list.length;
};
