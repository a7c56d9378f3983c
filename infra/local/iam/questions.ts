import * as z from 'zod';
import type { Plan } from '#infra/local/template/plan.ts';
import { addressOf, domainOf } from '#infra/local/mail/sender.ts';
import { dynamodbQuestions } from './dynamodb.ts';
import type { Question } from './simulate.ts';

export interface ServiceCall {
  readonly service: string;
  readonly operation: string;
  readonly path: string;
  readonly body: unknown;
}

const pool = z.looseObject({ UserPoolId: z.string().optional() });
const secret = z.looseObject({ SecretId: z.string().optional() });
const mail = z.looseObject({ FromEmailAddress: z.string().default(''), ConfigurationSetName: z.string().optional() });

const key = z.looseObject({
  KeyId: z.string().default('*'),
  SigningAlgorithm: z.string().optional(),
  MessageType: z.string().optional(),
});

function kmsQuestions({ signingKeys }: Plan, operation: string, body: unknown): Question[] | undefined {
  const asked = key.safeParse(body).data;
  if (!asked) return undefined;
  const { KeyId, SigningAlgorithm, MessageType = 'RAW' } = asked;
  const resource = signingKeys.find(({ id, arn }) => id === KeyId || arn === KeyId)?.arn ?? KeyId;
  const signing = SigningAlgorithm !== undefined && {
    'kms:SigningAlgorithm': SigningAlgorithm,
    'kms:MessageType': MessageType,
  };
  return [{ action: `kms:${operation}`, resource, context: { ...signing } }];
}

function invoked({ functions, region, account }: Plan, path: string): string {
  const given = decodeURIComponent(/\/functions\/([^/?]+)/.exec(path)?.[1] ?? '').replace(/:\$LATEST$/, '');
  const name = given.replace(/^.*function:/, '');
  return functions.find((one) => one.name === name)?.arn ?? `arn:aws:lambda:${region}:${account}:function:${name}`;
}

/**
 * What a call to a service asks of IAM; undefined when its body is not one the service takes, for the service to say
 * so. STS asks about the role itself and is not here.
 */
export function questionsOf(plan: Plan, { service, operation, path, body }: ServiceCall): Question[] | undefined {
  const { region, account } = plan;
  if (service === 'dynamodb') return dynamodbQuestions(plan, operation, body);
  if (service === 'lambda') return [{ action: 'lambda:InvokeFunction', resource: invoked(plan, path), context: {} }];
  if (service === 'cognito-idp') {
    const { UserPoolId: id } = pool.safeParse(body).data ?? {};
    const resource = id === undefined ? '*' : `arn:aws:cognito-idp:${region}:${account}:userpool/${id}`;
    return [{ action: `cognito-idp:${operation}`, resource, context: {} }];
  }
  if (service === 'secretsmanager') {
    const { SecretId = '*' } = secret.safeParse(body).data ?? {};
    const found = plan.secrets.find(({ arn, name }) => arn === SecretId || name === SecretId)?.arn ?? SecretId;
    return [{ action: `secretsmanager:${operation}`, resource: found, context: {} }];
  }
  if (service === 'kms') return kmsQuestions(plan, operation, body);
  if (service === 'ses') {
    const { FromEmailAddress: sender = '', ConfigurationSetName: settings } = mail.safeParse(body).data ?? {};
    const named = [
      `identity/${domainOf(sender)}`,
      ...(settings === undefined ? [] : [`configuration-set/${settings}`]),
    ];
    return named.map((name) => ({
      action: 'ses:SendEmail',
      resource: `arn:aws:ses:${region}:${account}:${name}`,
      context: { 'ses:FromAddress': addressOf(sender) },
    }));
  }
  return [];
}
