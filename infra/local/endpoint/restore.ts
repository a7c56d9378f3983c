import * as z from 'zod';
import type { Dynamo } from '#infra/local/dynamodb/index.ts';
import type { Plan } from '#infra/local/template/plan.ts';

export type Restore = (body: unknown) => Promise<{ readonly status: number; readonly body: object }>;

/** Of all moments that AWS can go back to, only the latest is kept here. */
const request = z.object({
  SourceTableName: z.string(),
  TargetTableName: z.string().regex(/^[\w.-]{3,255}$/),
  UseLatestRestorableTime: z.literal(true, 'Only the latest moment can be restored here: UseLatestRestorableTime.'),
});

const refused = (type: string, message: string) => ({ status: 400, body: { __type: type, message } });

/** DynamoDB's RestoreTableToPointInTime: a copy of a table of the template, which is there when the answer comes. */
export const createRestore =
  (dynamo: Dynamo, { tables }: Plan): Restore =>
  async (body) => {
    const input = request.safeParse(body);
    if (!input.success) return refused('ValidationException', z.prettifyError(input.error));
    const { SourceTableName, TargetTableName } = input.data;
    const plan = tables.find(({ name }) => name === SourceTableName);
    if (!plan) return refused('TableNotFoundException', `Source table not found: ${SourceTableName}`);
    const { attributes, keySchema, indexes, ...rest } = plan;
    const copied = {
      ...rest,
      attributes: [...attributes],
      keySchema: [...keySchema],
      indexes: indexes.map((index) => ({ ...index, keySchema: [...index.keySchema] })),
    };
    if (!(await dynamo.restoreTable(copied, TargetTableName)))
      return refused('TableAlreadyExistsException', `Table already exists: ${TargetTableName}`);
    return { status: 200, body: { TableDescription: { TableName: TargetTableName, TableStatus: 'ACTIVE' } } };
  };
