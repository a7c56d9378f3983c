import { createHash, verify, type KeyObject } from 'node:crypto';
import * as z from 'zod';

export const FORMAT = 'stormledger audit digest 1';

const sha256Hex = z.string().regex(/^[0-9a-f]{64}$/);
const hour = z.iso.datetime().regex(/:00:00\.000Z$/);
const count = z.int().min(0);

/** What a digest says of the entries that arrived in its period, which ends before `to`. */
const digestSchema = z.strictObject({
  format: z.literal(FORMAT),
  tenantId: z.string(),
  /** Where the digest before ends; null = the first: from the beginning. */
  from: hour.nullable(),
  to: hour,
  /** In the order of the entries' arrival. */
  objects: z.array(z.strictObject({ key: z.string(), entries: count, sha256: sha256Hex })).min(1),
  entries: count,
  /** All entries in this digest and those before it. */
  total: count,
  /** Merkle root over the lines of the objects. */
  root: sha256Hex,
  /** The file of the digest before, signature and all. */
  previous: z.strictObject({ key: z.string(), sha256: sha256Hex }).nullable(),
  /** ARN of the key that signs. */
  signer: z.string(),
});
export type Digest = z.output<typeof digestSchema>;

export interface DigestFile {
  readonly digest: Digest;
  /** The first line, as it was signed. */
  readonly said: string;
  readonly signature: Buffer;
  /** Of the whole file. */
  readonly sha256: string;
}

export const sha256 = (content: string | Uint8Array): string => createHash('sha256').update(content).digest('hex');

/** What is signed: these two lines and nothing else, so that anybody can write them out and check. */
export const signedText = (said: string): string => `${FORMAT}\n${sha256(`${said}\n`)}\n`;

export const fileText = (said: string, signature: string): string => `${said}\n${signature}\n`;

/** Undefined when it is no digest at all. */
export const readFile = (content: string): DigestFile | undefined => {
  const [said = '', signature = '', end, ...rest] = content.split('\n');
  if (end !== '' || rest.length > 0) return undefined;
  try {
    const digest = digestSchema.parse(JSON.parse(said));
    return { digest, said, signature: Buffer.from(signature, 'base64'), sha256: sha256(content) };
  } catch {
    return undefined;
  }
};

export const isSigned = ({ said, signature }: DigestFile, key: KeyObject): boolean =>
  verify('sha256', Buffer.from(signedText(said)), key, signature);
