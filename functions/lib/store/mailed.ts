import { GetCommand, PutCommand } from '@aws-sdk/lib-dynamodb';
import type { Table } from './client.ts';

/** Days: longer than the stream tells of a change again, and than a request that is late is heard of each day. */
const KEPT_DAYS = 365;

/** Which notice went to whom by mail, so that a turn which comes again mails nobody twice. No address, no text. */
export const mailedStore = (table: Table, tenantId: string) => {
  const key = (notice: string, memberId: string) => ({ pk: `${tenantId}#mailed`, sk: `${notice}#${memberId}` });
  return {
    isMailed: async (notice: string, memberId: string): Promise<boolean> => {
      const command = { TableName: table.name, Key: key(notice, memberId), ConsistentRead: true };
      return (await table.document.send(new GetCommand(command))).Item !== undefined;
    },
    /** Written behind the mail: whoever dies between the two mails once more, and nobody is left out. */
    mailed: async (notice: string, memberId: string, at: string): Promise<void> => {
      const expiresAt = Math.floor(Date.parse(at) / 1000) + KEPT_DAYS * 86_400;
      const Item = { ...key(notice, memberId), entity: 'mailed', at, expiresAt };
      await table.document.send(new PutCommand({ TableName: table.name, Item }));
    },
  };
};
