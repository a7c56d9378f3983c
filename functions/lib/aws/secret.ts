import { GetSecretValueCommand, SecretsManagerClient } from '@aws-sdk/client-secrets-manager';

const held = new Map<string, Promise<string>>();

const read = async (arn: string): Promise<string> => {
  const { SecretString } = await new SecretsManagerClient({ maxAttempts: 3 }).send(
    new GetSecretValueCommand({ SecretId: arn }),
  );
  if (SecretString === undefined || SecretString === '') throw new Error('The secret holds no text.');
  return SecretString;
};

/** The text of a secret, read once for each instance of a function. */
export const secretText = (arn: string): Promise<string> => {
  const known = held.get(arn);
  if (known !== undefined) return known;
  const asked = read(arn);
  held.set(arn, asked);
  // A passing failure must not outlive itself in a warm instance.
  asked.catch(() => held.delete(arn));
  return asked;
};
