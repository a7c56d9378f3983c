import { afterAll, beforeAll, describe } from 'vitest';
import { createTable } from '#infra/local/dynamodb/tables.ts';
import { aTable, clientFor } from '#test/infra/local/dynamodb/a-table.ts';
import { queryContract } from './queries.ts';
import type { Subject } from './subject.ts';
import { transactionContract } from './transactions.ts';
import { writeContract } from './writes.ts';

export interface Target {
  endpoint: string;
  close(): Promise<void>;
}

/** What the store needs of DynamoDB, for any endpoint that claims to be it. */
export function dynamoContract(name: string, start: () => Promise<Target>): void {
  describe(name, () => {
    let target: Target | undefined;
    let subject: Subject | undefined;
    beforeAll(async () => {
      target = await start();
      subject = { client: clientFor(target.endpoint), table: `Contract-${Date.now()}` };
      await createTable(subject.client, aTable({ name: subject.table }));
    });
    afterAll(async () => {
      subject?.client.destroy();
      await target?.close();
    });
    const given = (): Subject => {
      if (!subject) throw new Error('The endpoint did not start.');
      return subject;
    };
    writeContract(given);
    transactionContract(given);
    queryContract(given);
  });
}
