import { GetPublicKeyCommand, KMSClient, SignCommand, type KMSClientConfig } from '@aws-sdk/client-kms';
import { createPublicKey, type KeyObject } from 'node:crypto';

/** A key whose private half nobody has, and whose public half anybody may ask for. */
export interface Signer {
  readonly arn: string;
  /** ECDSA on P-256 over SHA-256, as DER in base64. */
  sign(text: string): Promise<string>;
  publicKey(): Promise<KeyObject>;
}

export const signerAt = (arn: string, config: KMSClientConfig = {}): Signer => {
  const kms = new KMSClient({ maxAttempts: 3, ...config });
  let known: Promise<KeyObject> | undefined;
  const ask = async (): Promise<KeyObject> => {
    const { PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: arn }));
    if (PublicKey === undefined) throw new Error('KMS answered without the public key.');
    return createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' });
  };
  return {
    arn,
    sign: async (text) => {
      const { Signature } = await kms.send(
        new SignCommand({ KeyId: arn, Message: Buffer.from(text), SigningAlgorithm: 'ECDSA_SHA_256' }),
      );
      if (Signature === undefined) throw new Error('KMS answered without a signature.');
      return Buffer.from(Signature).toString('base64');
    },
    publicKey: () => {
      known ??= ask();
      // A passing failure must not outlive itself in a warm instance.
      known.catch(() => (known = undefined));
      return known;
    },
  };
};
