import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify, type KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

export interface KmsOptions {
  readonly keys: readonly { readonly id: string; readonly arn: string }[];
  /** Where the private keys live on; absent, they end with the process. */
  readonly dir?: string;
}

interface Answer {
  readonly status: number;
  readonly body: object;
}

export interface Kms {
  handle: (operation: string, body: unknown) => Answer;
}

/** Bytes: the most that KMS signs itself; what is longer must come hashed. */
const longestMessage = 4096;

const bytes = z.base64().transform((text) => Buffer.from(text, 'base64'));
const algorithm = z.literal('ECDSA_SHA_256');
const named = z.looseObject({ KeyId: z.string() });
/** Node cannot sign a hash that was made elsewhere, so DIGEST is not taken. */
const message = {
  KeyId: z.string(),
  Message: bytes.refine(({ length }) => length >= 1 && length <= longestMessage),
  MessageType: z.literal('RAW').default('RAW'),
  SigningAlgorithm: algorithm,
};
const signRequest = z.strictObject(message);
const verifyRequest = z.strictObject({ ...message, Signature: bytes });

const refused = (type: string, text: string): Answer => ({ status: 400, body: { __type: type, message: text } });
const invalid = (error: z.ZodError): Answer => refused('ValidationException', z.prettifyError(error));

/** A private key that is made once for each state folder, as a key of the template is made once for each stack. */
function privateKey(id: string, dir: string | undefined): KeyObject {
  const make = () => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
  if (dir === undefined) return make();
  const file = join(dir, `${id}.pem`);
  if (!existsSync(file)) {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
    writeFileSync(file, make().export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 });
  }
  return createPrivateKey(readFileSync(file));
}

/** The part of KMS the product uses: keys of the template that sign, and never leave. */
export function createKms({ keys, dir }: KmsOptions): Kms {
  const held = new Map(keys.map(({ id, arn }) => [arn, { id, arn, secret: privateKey(id, dir) }]));
  const find = (name: string) => [...held.values()].find(({ id, arn }) => name === id || name === arn);

  const operations: Readonly<Record<string, (key: { arn: string; secret: KeyObject }, body: unknown) => Answer>> = {
    Sign: ({ arn, secret }, body) => {
      const input = signRequest.safeParse(body);
      if (!input.success) return invalid(input.error);
      const Signature = sign('sha256', input.data.Message, secret).toString('base64');
      return { status: 200, body: { KeyId: arn, Signature, SigningAlgorithm: 'ECDSA_SHA_256' } };
    },
    Verify: ({ arn, secret }, body) => {
      const input = verifyRequest.safeParse(body);
      if (!input.success) return invalid(input.error);
      const { Message, Signature } = input.data;
      if (!verify('sha256', Message, createPublicKey(secret), Signature))
        return refused('KMSInvalidSignatureException', 'The signature is not that of the message under this key.');
      return { status: 200, body: { KeyId: arn, SignatureValid: true, SigningAlgorithm: 'ECDSA_SHA_256' } };
    },
    GetPublicKey: ({ arn, secret }) => ({
      status: 200,
      body: {
        KeyId: arn,
        PublicKey: createPublicKey(secret).export({ type: 'spki', format: 'der' }).toString('base64'),
        CustomerMasterKeySpec: 'ECC_NIST_P256',
        KeySpec: 'ECC_NIST_P256',
        KeyUsage: 'SIGN_VERIFY',
        SigningAlgorithms: ['ECDSA_SHA_256'],
      },
    }),
  };

  return {
    handle: (operation, body) => {
      const run = operations[operation];
      if (!run) return refused('UnknownOperationException', `${operation} is not part of the local KMS.`);
      const asked = named.safeParse(body);
      if (!asked.success) return invalid(asked.error);
      const key = find(asked.data.KeyId);
      if (!key) return refused('NotFoundException', `Key '${asked.data.KeyId}' does not exist`);
      return run(key, body);
    },
  };
}
