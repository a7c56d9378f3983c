import type { KeyObject } from 'node:crypto';
import { isSigned, readFile, sha256, type DigestFile } from './digest.ts';
import { digestKey } from './keys.ts';
import { holds, readLine, type Archived } from './line.ts';

export interface TrustedSigner {
  readonly arn: string;
  readonly key: KeyObject;
}

/** A thing found wrong, as a sentence; or the digest. */
export type Checked = { readonly broken: string } | { readonly file: DigestFile };

/** Whether a digest is ours, stands where it belongs, and follows the one before it. */
export const checkDigest = (
  content: string,
  key: string,
  tenantId: string,
  { arn, key: trusted }: TrustedSigner,
  last: DigestFile | undefined,
): Checked => {
  const file = readFile(content);
  if (file === undefined) return { broken: `The digest ${key} is none: it was written over or damaged.` };
  const { digest } = file;
  if (digest.signer !== arn || !isSigned(file, trusted))
    return {
      broken: `The digest ${key} is not signed with the key of this archive: it was altered or made by others.`,
    };
  if (digest.tenantId !== tenantId || digestKey(tenantId, digest.to) !== key)
    return { broken: `The digest ${key} is that of another agency or hour.` };
  const expected = last === undefined ? null : digestKey(tenantId, last.digest.to);
  const { previous } = digest;
  if (previous !== null && previous.key !== expected)
    return { broken: `The digest ${previous.key} is missing: ${key} follows it.` };
  if ((previous?.key ?? null) !== expected || (last !== undefined && previous?.sha256 !== last.sha256))
    return { broken: `The digest ${key} does not follow the one before it: one of the two was exchanged.` };
  if (digest.from !== (last?.digest.to ?? null) || digest.total !== (last?.digest.total ?? 0) + digest.entries)
    return { broken: `The digest ${key} does not count on from the one before it.` };
  return { file };
};

/** The entries of one object of a digest, if its content is what the digest says. */
export const linesOf = (content: string, object: { key: string; sha256: string; entries: number }) => {
  const lines = content.trimEnd().split('\n');
  return sha256(content) === object.sha256 && lines.length === object.entries ? lines : undefined;
};

/** The entry on a line, if it says what its own hash says. */
export const entryOn = (line: string): Archived | undefined => {
  const archived = readLine(line);
  return holds(archived) ? archived : undefined;
};
