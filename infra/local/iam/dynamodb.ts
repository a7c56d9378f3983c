import * as z from 'zod';
import type { Plan, TablePlan } from '#infra/local/template/plan.ts';
import type { Question } from './simulate.ts';

type Arns = Pick<Plan, 'tables' | 'region' | 'account'>;
type Item = z.infer<typeof item>;

const value = z.record(z.string(), z.unknown());
const item = z.record(z.string(), value);
const keyed = z.looseObject({ TableName: z.string(), Key: item.optional(), Item: item.optional() });
const query = z.looseObject({
  TableName: z.string(),
  IndexName: z.string().optional(),
  Select: z.string().optional(),
  KeyConditionExpression: z.string().optional(),
  ExpressionAttributeNames: z.record(z.string(), z.string()).default({}),
  ExpressionAttributeValues: item.default({}),
  KeyConditions: z.record(z.string(), z.looseObject({ AttributeValueList: z.array(value) })).optional(),
});
const transaction = z.looseObject({ TransactItems: z.array(z.record(z.string(), keyed)) });
const batchGet = z.looseObject({ RequestItems: z.record(z.string(), z.looseObject({ Keys: z.array(item) })) });
const writeRequest = z.looseObject({
  PutRequest: z.looseObject({ Item: item }).optional(),
  DeleteRequest: z.looseObject({ Key: item }).optional(),
});
const batchWrite = z.looseObject({ RequestItems: z.record(z.string(), z.array(writeRequest)) });
const partiql = z.looseObject({
  Statement: z.string().optional(),
  Statements: z.array(z.looseObject({ Statement: z.string() })).optional(),
  TransactStatements: z.array(z.looseObject({ Statement: z.string() })).optional(),
});

const tableOf = ({ tables }: Arns, name: string): TablePlan | undefined =>
  tables.find((table) => table.name === name || table.arn === name);
const arnOf = (plan: Arns, name: string): string =>
  tableOf(plan, name)?.arn ??
  (name.startsWith('arn:') ? name : `arn:aws:dynamodb:${plan.region}:${plan.account}:table/${name}`);

const hashKey = (keySchema: TablePlan['keySchema'] | undefined): string =>
  keySchema?.find(({ KeyType }) => KeyType === 'HASH')?.AttributeName ?? '';

/** The text of an attribute value, as the condition key carries it. */
function scalar(attribute: z.infer<typeof value> | undefined): string[] {
  const [content] = Object.values(attribute ?? {});
  return typeof content === 'string' ? [content] : [];
}

function about(
  action: string,
  resource: string,
  leadingKeys: readonly string[],
  more: Question['context'] = {},
): Question {
  const keys = [...new Set(leadingKeys)].sort();
  return {
    action: `dynamodb:${action}`,
    resource,
    context: { ...more, ...(keys.length > 0 && { 'dynamodb:LeadingKeys': keys }) },
  };
}

const leading = (plan: Arns, table: string, items: readonly (Item | undefined)[]): string[] =>
  items.flatMap((one) => scalar(one?.[hashKey(tableOf(plan, table)?.keySchema)]));

function queried(plan: Arns, body: unknown): Question {
  const its = query.parse(body);
  const { TableName, IndexName, Select } = its;
  const table = tableOf(plan, TableName);
  const schema =
    IndexName === undefined ? table?.keySchema : table?.indexes.find(({ name }) => name === IndexName)?.keySchema;
  const hash = hashKey(schema);
  const names = Object.entries(its.ExpressionAttributeNames);
  const spelled = [hash, ...names.filter(([, name]) => name === hash).map(([alias]) => alias)];
  const values = spelled.flatMap((name) => {
    const [, placeholder = ''] =
      new RegExp(`(?:^|[\\s(])${name.replaceAll(/[^\w#]/g, '\\$&')}\\s*=\\s*(:\\w+)`).exec(
        its.KeyConditionExpression ?? '',
      ) ?? [];
    return scalar(its.ExpressionAttributeValues[placeholder]);
  });
  const legacy = (its.KeyConditions?.[hash]?.AttributeValueList ?? []).flatMap(scalar);
  const resource = arnOf(plan, TableName) + (IndexName === undefined ? '' : `/index/${IndexName}`);
  return about('Query', resource, [...values, ...legacy], Select === undefined ? {} : { 'dynamodb:Select': Select });
}

/** The members of a transaction, one question per action and table with all the keys it touches. */
function transacted(plan: Arns, body: unknown, rename: (member: string) => string): Question[] {
  const groups = Map.groupBy(
    transaction.parse(body).TransactItems.flatMap((one) => Object.entries(one)),
    ([member, { TableName }]) => `${rename(member)} ${TableName}`,
  );
  return [...groups].map(([group, members]) => {
    const [action = '', table = ''] = group.split(' ');
    const items = members.map(([, { Key, Item }]) => Key ?? Item);
    return about(action, arnOf(plan, table), leading(plan, table, items));
  });
}

const memberActions: Readonly<Record<string, string>> = {
  Put: 'PutItem',
  Update: 'UpdateItem',
  Delete: 'DeleteItem',
  ConditionCheck: 'ConditionCheckItem',
};
const verbs: Readonly<Record<string, string>> = {
  SELECT: 'Select',
  INSERT: 'Insert',
  UPDATE: 'Update',
  DELETE: 'Delete',
};

/** PartiQL is asked without keys: a policy with LeadingKeys and its Null guard refuses it, which is what we want of it. */
function partiqlQuestions(plan: Arns, body: unknown): Question[] {
  const { Statement, Statements = [], TransactStatements = [] } = partiql.parse(body);
  const texts = [
    ...(Statement === undefined ? [] : [Statement]),
    ...[...Statements, ...TransactStatements].map((one) => one.Statement),
  ];
  return texts.map((text) => {
    const verb = verbs[/^\s*(\w+)/.exec(text)?.[1]?.toUpperCase() ?? ''] ?? 'Select';
    const table = /(?:FROM|INTO|UPDATE)\s+"?([\w.-]+)"?/i.exec(text)?.[1] ?? '*';
    return about(`PartiQL${verb}`, arnOf(plan, table), []);
  });
}

const single =
  (action: string) =>
  (plan: Arns, body: unknown): Question[] => {
    const { TableName, Key, Item } = keyed.parse(body);
    return [about(action, arnOf(plan, TableName), leading(plan, TableName, [Key ?? Item]))];
  };

const questions: Readonly<Record<string, (plan: Arns, body: unknown) => Question[]>> = {
  GetItem: single('GetItem'),
  PutItem: single('PutItem'),
  UpdateItem: single('UpdateItem'),
  DeleteItem: single('DeleteItem'),
  Query: (plan, body) => [queried(plan, body)],
  TransactGetItems: (plan, body) => transacted(plan, body, () => 'GetItem'),
  TransactWriteItems: (plan, body) => transacted(plan, body, (member) => memberActions[member] ?? member),
  BatchGetItem: (plan, body) =>
    Object.entries(batchGet.parse(body).RequestItems).map(([table, { Keys }]) =>
      about('BatchGetItem', arnOf(plan, table), leading(plan, table, Keys)),
    ),
  BatchWriteItem: (plan, body) =>
    Object.entries(batchWrite.parse(body).RequestItems).map(([table, requests]) => {
      const items = requests.map(({ PutRequest, DeleteRequest }) => PutRequest?.Item ?? DeleteRequest?.Key);
      return about('BatchWriteItem', arnOf(plan, table), leading(plan, table, items));
    }),
  ExecuteStatement: partiqlQuestions,
  ExecuteTransaction: partiqlQuestions,
  BatchExecuteStatement: partiqlQuestions,
};

const other = z.looseObject({
  TableName: z.string().optional(),
  IndexName: z.string().optional(),
  StreamArn: z.string().optional(),
});

/** What a DynamoDB operation asks of IAM, undefined when its body is not one that DynamoDB takes. */
export function dynamodbQuestions(plan: Arns, operation: string, body: unknown): Question[] | undefined {
  try {
    const known = questions[operation];
    if (known) return known(plan, body);
    const { TableName, IndexName, StreamArn } = other.parse(body);
    if (TableName === undefined) return [about(operation, StreamArn ?? '*', [])];
    return [about(operation, arnOf(plan, TableName) + (IndexName === undefined ? '' : `/index/${IndexName}`), [])];
  } catch {
    return undefined;
  }
}
