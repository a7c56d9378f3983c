import { GetPublicKeyCommand, KMSClient, SignCommand, type KMSClientConfig } from '@aws-sdk/client-kms';
import { createPublicKey, type KeyObject } from 'node:crypto';
import type { TrustedSigner } from '#functions/lib/archive/check-digest.ts';

/** A key whose private half nobody has, and whose public half anybody may ask for. */
export interface Signer {
  readonly arn: string;
  /** ECDSA on P-256 over SHA-256, as DER in base64. */
  sign(text: string): Promise<string>;
  publicKey(): Promise<KeyObject>;
}

const publicKeyOf = async (kms: KMSClient, id: string): Promise<TrustedSigner> => {
  const { KeyId: arn, PublicKey } = await kms.send(new GetPublicKeyCommand({ KeyId: id }));
  if (PublicKey === undefined || arn === undefined) throw new Error('KMS answered without the public key.');
  return { arn, key: createPublicKey({ key: Buffer.from(PublicKey), format: 'der', type: 'spki' }) };
};

/** Whose signatures count, by what KMS itself says of the key. */
export const trustedSigner = (id: string, config: KMSClientConfig = {}): Promise<TrustedSigner> =>
  publicKeyOf(new KMSClient({ maxAttempts: 3, ...config }), id);

export const signerAt = (arn: string, config: KMSClientConfig = {}): Signer => {
  const kms = new KMSClient({ maxAttempts: 3, ...config });
  let known: Promise<KeyObject> | undefined;
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
      known ??= publicKeyOf(kms, arn).then(({ key }) => key);
      // A passing failure must not outlive itself in a warm instance.
      known.catch(() => (known = undefined));
      return known;
    },
  };
};
