import * as z from 'zod';
import { kind, noEffect, tags, text, type Kind } from '../kind.ts';

const secret = z.strictObject({
  Name: text.optional(),
  Description: noEffect('For people.'),
  KmsKeyId: noEffect('Encryption at rest is on AWS only.'),
  GenerateSecretString: z.strictObject({
    PasswordLength: z.number().default(32),
    ExcludePunctuation: z.literal(true),
  }),
  Tags: tags,
});

export const secretKinds: Readonly<Record<string, Kind>> = {
  'AWS::SecretsManager::Secret': kind(secret, (plan, at, its) =>
    plan.secrets.push({
      name: its.Name ?? at.logicalId,
      arn: at.ref,
      length: its.GenerateSecretString.PasswordLength,
    }),
  ),
};
