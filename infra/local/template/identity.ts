import { createHash } from 'node:crypto';
import type { Json, Stack } from './assembly.ts';
import type { Located } from './resolve.ts';

/** What `Ref` and `Fn::GetAtt` answer for one resource. */
export interface Identity {
  readonly ref: string;
  attributes: (name: string) => string | undefined;
}

type Property = (name: string) => Json | undefined;
interface Naming {
  readonly ref: string;
  readonly attributes: Readonly<Record<string, string>>;
}
type Name = (at: Located, property: Property, stacks: readonly Stack[]) => Naming;

/** Stable, invented ids: the same template gives the same names on every start. */
function stableId(at: Located, length: number, alphabet = 'abcdefghijklmnopqrstuvwxyz0123456789'): string {
  const digest = createHash('sha512').update(`${at.stack.name}/${at.logicalId}`).digest();
  return [...digest.subarray(0, length)].map((byte) => alphabet[byte % alphabet.length]).join('');
}

const arn = ({ stack }: Located, service: string, resource: string): string =>
  `arn:aws:${service}:${stack.region}:${stack.account}:${resource}`;
const globalArn = ({ stack }: Located, service: string, resource: string): string =>
  `arn:aws:${service}::${stack.account}:${resource}`;

const named = (at: Located, given: Json | undefined, longest: number): string =>
  typeof given === 'string' ? given : `${at.stack.name}-${at.logicalId}`.slice(0, longest);

/** A name with an ARN: `Ref` answers the name. */
const byName =
  (service: string, property: string, resource: (name: string) => string, longest = 64): Name =>
  (at, get) => {
    const name = named(at, get(property), longest);
    return { ref: name, attributes: { Arn: arn(at, service, resource(name)) } };
  };

/** An invented id, answered to `Ref` and under the given attribute names. */
const byId =
  (length: number, ...attributes: string[]): Name =>
  (at) => {
    const id = stableId(at, length);
    return { ref: id, attributes: Object.fromEntries(attributes.map((name) => [name, id])) };
  };

const table: Name = (at, get) => {
  const name = named(at, get('TableName'), 255);
  const tableArn = arn(at, 'dynamodb', `table/${name}`);
  return {
    ref: name,
    attributes: { Arn: tableArn, StreamArn: `${tableArn}/stream/local`, TableId: stableId(at, 32) },
  };
};

const bucket: Name = (at, get) => {
  const given = get('BucketName');
  const name = typeof given === 'string' ? given : named(at, undefined, 63).toLowerCase();
  return {
    ref: name,
    attributes: {
      Arn: `arn:aws:s3:::${name}`,
      DomainName: `${name}.s3.amazonaws.com`,
      RegionalDomainName: `${name}.s3.${at.stack.region}.amazonaws.com`,
    },
  };
};

const role: Name = (at, get) => {
  const name = named(at, get('RoleName'), 64);
  return { ref: name, attributes: { Arn: globalArn(at, 'iam', `role/${name}`), RoleId: stableId(at, 21) } };
};

/** The id must look like a real one: libraries that verify tokens check its shape. */
const userPool: Name = (at, _get, stacks) => {
  const all = stacks.flatMap((stack) =>
    Object.entries(stack.template.Resources)
      .filter(([, resource]) => resource.Type === 'AWS::Cognito::UserPool')
      .map(([logicalId]) => `${stack.name}/${logicalId}`),
  );
  const id = `${at.stack.region}_Local${String(all.indexOf(`${at.stack.name}/${at.logicalId}`) + 1).padStart(4, '0')}`;
  const provider = `cognito-idp.${at.stack.region}.amazonaws.com/${id}`;
  return {
    ref: id,
    attributes: {
      UserPoolId: id,
      Arn: arn(at, 'cognito-idp', `userpool/${id}`),
      ProviderName: provider,
      ProviderURL: `https://${provider}`,
    },
  };
};

const queue: Name = (at, get) => {
  const name = named(at, get('QueueName'), 80);
  return {
    ref: `https://sqs.${at.stack.region}.amazonaws.com/${at.stack.account}/${name}`,
    attributes: { Arn: arn(at, 'sqs', name), QueueName: name },
  };
};

const topic: Name = (at, get) => {
  const name = named(at, get('TopicName'), 256);
  const topicArn = arn(at, 'sns', name);
  return { ref: topicArn, attributes: { TopicArn: topicArn, TopicName: name } };
};

const distribution: Name = (at) => ({
  ref: `E${stableId(at, 13).toUpperCase()}`,
  attributes: { DomainName: `d${stableId(at, 13)}.cloudfront.net`, Id: `E${stableId(at, 13).toUpperCase()}` },
});

const edgeFunction: Name = (at, get) => {
  const functionArn = globalArn(at, 'cloudfront', `function/${named(at, get('Name'), 64)}`);
  return { ref: functionArn, attributes: { FunctionARN: functionArn, Arn: functionArn } };
};

/** AWS ends the ARN with six characters of its own; `Ref` answers the whole. */
const secret: Name = (at, get) => {
  const secretArn = arn(at, 'secretsmanager', `secret:${named(at, get('Name'), 512)}-${stableId(at, 6)}`);
  return { ref: secretArn, attributes: { Id: secretArn } };
};

const webAcl: Name = (at) => ({
  ref: stableId(at, 32),
  attributes: { Arn: arn(at, 'wafv2', `global/webacl/${at.logicalId}/${stableId(at, 32)}`) },
});

const key: Name = (at) => {
  const id = stableId(at, 32);
  return { ref: id, attributes: { KeyId: id, Arn: arn(at, 'kms', `key/${id}`) } };
};

const api: Name = (at) => {
  const id = stableId(at, 10);
  const endpoint = `https://${id}.execute-api.${at.stack.region}.amazonaws.com`;
  return { ref: id, attributes: { ApiId: id, ApiEndpoint: endpoint } };
};

const names: Readonly<Record<string, Name>> = {
  'AWS::DynamoDB::GlobalTable': table,
  'AWS::DynamoDB::Table': table,
  'AWS::S3::Bucket': bucket,
  'AWS::IAM::Role': role,
  'AWS::KMS::Key': key,
  'AWS::Lambda::Function': byName('lambda', 'FunctionName', (name) => `function:${name}`),
  'AWS::Logs::LogGroup': byName('logs', 'LogGroupName', (name) => `log-group:${name}:*`, 512),
  'AWS::Events::Rule': byName('events', 'Name', (name) => `rule/${name}`),
  'AWS::Scheduler::Schedule': byName('scheduler', 'Name', (name) => `schedule/default/${name}`),
  'AWS::Cognito::UserPool': userPool,
  'AWS::Cognito::UserPoolClient': byId(26, 'ClientId'),
  'AWS::SecretsManager::Secret': secret,
  'AWS::WAFv2::WebACL': webAcl,
  'AWS::SES::EmailIdentity': byName('ses', 'EmailIdentity', (name) => `identity/${name}`, 320),
  'AWS::SES::ConfigurationSet': byName('ses', 'Name', (name) => `configuration-set/${name}`),
  'AWS::SQS::Queue': queue,
  'AWS::SNS::Topic': topic,
  'AWS::ApiGatewayV2::Api': api,
  'AWS::ApiGatewayV2::Authorizer': byId(6, 'AuthorizerId'),
  'AWS::ApiGatewayV2::Integration': byId(7, 'IntegrationId'),
  'AWS::ApiGatewayV2::Route': byId(7, 'RouteId'),
  'AWS::CloudFront::Distribution': distribution,
  'AWS::CloudFront::Function': edgeFunction,
  'AWS::CloudFront::ResponseHeadersPolicy': byId(32, 'Id'),
  'AWS::CloudFront::CachePolicy': byId(32, 'Id'),
  'AWS::CloudFront::OriginRequestPolicy': byId(32, 'Id'),
  'AWS::CloudFront::OriginAccessControl': byId(14, 'Id'),
};

/** Resources that do not run here still need a name that others can join into theirs. */
const unnamed: Name = (at) => ({ ref: `${at.stack.name}-${at.logicalId}`, attributes: {} });

export function identify(at: Located, stacks: readonly Stack[], property: Property): Identity {
  const name = names[at.type];
  const { ref, attributes } = (name ?? unnamed)(at, property, stacks);
  const invented = (attribute: string): string | undefined =>
    name ? undefined : attribute.endsWith('Arn') ? arn(at, 'local', ref) : `${ref}.${attribute}`;
  return { ref, attributes: (attribute) => attributes[attribute] ?? invented(attribute) };
}
