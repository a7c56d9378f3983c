import { DynamoDBClient, type DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';
import { DynamoDBDocumentClient } from '@aws-sdk/lib-dynamodb';
import { perTenant } from '#functions/lib/aws/per-tenant.ts';
import type { CredentialsFor } from '#functions/lib/aws/tenant-credentials.ts';

/** The table, and the client to reach it with. One of each for a function's lifetime. */
export interface Table {
  readonly name: string;
  readonly document: DynamoDBDocumentClient;
  /** The same table with one agency's credentials. Absent in a role that serves all agencies with its own rights. */
  readonly of?: (tenantId: string) => Table;
}

/** Three attempts and a short connection time-out: a request has 30 seconds in all. */
const open = (config: DynamoDBClientConfig = {}): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(new DynamoDBClient({ maxAttempts: 3, ...config }), {
    marshallOptions: { removeUndefinedValues: true },
  });

/** The table at a given endpoint, region or with given credentials: for the operator's commands. */
export const tableAt = (name: string, config: DynamoDBClientConfig): Table => ({ name, document: open(config) });

/** With `credentialsFor`, whatever is done for an agency is done with that agency's credentials. */
export const openTable = (name: string, credentialsFor?: CredentialsFor): Table => {
  const own: Table = { name, document: open() };
  if (credentialsFor === undefined) return own;
  // One pool of connections for all: only the keys that sign differ.
  const { requestHandler } = own.document.config;
  const of = perTenant((tenantId) => ({
    name,
    document: open({ requestHandler, credentials: () => credentialsFor(tenantId) }),
  }));
  return { ...own, of };
};
