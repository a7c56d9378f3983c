import { tenantCredentials, type CredentialsFor } from '#functions/lib/aws/tenant-credentials.ts';
import type { FunctionName } from '#infra/constructs/function-bundle.ts';
import type { LocalStack } from '#infra/local/index.ts';

/** The role that a function assumes for one agency. */
export const tenantRoleOf = ({ plan }: Pick<LocalStack, 'plan'>, name: FunctionName): string => {
  const arn = plan.functions.find(({ shortName }) => shortName === name)?.environment['TENANT_ROLE_ARN'];
  if (arn === undefined) throw new Error(`The function ${name} serves no tenant.`);
  return arn;
};

/** From here on this process calls AWS as the function would, which is how its worker can run inside a test. */
export const becomeFunction = (stack: LocalStack, name: FunctionName): CredentialsFor => {
  const { accessKeyId, secretAccessKey } = stack.credentialsOf(name);
  process.env['AWS_ENDPOINT_URL'] = stack.endpoint;
  process.env['AWS_REGION'] = stack.region;
  process.env['AWS_ACCESS_KEY_ID'] = accessKeyId;
  process.env['AWS_SECRET_ACCESS_KEY'] = secretAccessKey;
  return tenantCredentials(tenantRoleOf(stack, name));
};

/** The full name of a bucket or function of the template, by a part of it. */
export const nameOf = (part: string, all: readonly { readonly name: string }[]): string => {
  const found = all.find(({ name }) => name.includes(part));
  if (found === undefined) throw new Error(`The template has nothing called ${part}.`);
  return found.name;
};
