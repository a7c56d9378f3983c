import { randomBytes } from 'node:crypto';
import * as z from 'zod';
import type { SecretPlan } from '#infra/local/template/plan.ts';

export interface Secrets {
  /** What a service answers to GetSecretValue, the only operation that the product uses. */
  handle: (operation: string, body: unknown) => { readonly status: number; readonly body: object };
  /** Puts values where a template has `{{resolve:secretsmanager:…}}`, as CloudFormation does while it deploys. */
  revealed: (text: string) => string;
}

const asked = z.object({ SecretId: z.string() });
const reference = /\{\{resolve:secretsmanager:(.+?):SecretString:[^}]*\}\}/g;

/** Generated secrets of the template: new ones at each start, since nothing outlives a start that holds them. */
export function createSecrets(plans: readonly SecretPlan[]): Secrets {
  const values = new Map(plans.map(({ arn, length }) => [arn, randomBytes(length).toString('hex').slice(0, length)]));
  const find = (id: string) => plans.find(({ arn, name }) => arn === id || name === id);

  return {
    handle: (operation, body) => {
      if (operation !== 'GetSecretValue')
        return {
          status: 400,
          body: { __type: 'UnknownOperationException', message: `There is no ${operation} here.` },
        };
      const input = asked.safeParse(body);
      const found = find(input.data?.SecretId ?? '');
      if (!found)
        return {
          status: 400,
          body: {
            __type: 'ResourceNotFoundException',
            Message: "Secrets Manager can't find the specified secret.",
          },
        };
      return { status: 200, body: { ARN: found.arn, Name: found.name, SecretString: values.get(found.arn) } };
    },
    revealed: (text) =>
      text.replace(reference, (_all, arn: string) => {
        const value = values.get(arn);
        if (value === undefined)
          throw new Error(`The template refers to the secret ${arn}, which it does not declare.`);
        return value;
      }),
  };
}
