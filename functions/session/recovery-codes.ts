import { createHash, randomInt } from 'node:crypto';

const COUNT = 10;
/** Without letters and digits that are taken for one another. 20 of 31 signs are 99 bits: too many to guess. */
const SIGNS = 'abcdefghjkmnpqrstuvwxyz23456789';

const fresh = (): string => {
  const signs = Array.from({ length: 20 }, () => SIGNS.charAt(randomInt(SIGNS.length))).join('');
  return (signs.match(/.{4}/g) ?? []).join('-');
};

/** As people type it: spaces, dashes and capitals do not matter. */
const plain = (code: string): string => code.toLowerCase().replace(/[^a-z0-9]/g, '');

/** A code of this size needs no slow hash. The member's id keeps equal codes of two people apart. */
export const recoveryDigest = (memberId: string, code: string): string =>
  createHash('sha256')
    .update(`${memberId} ${plain(code)}`)
    .digest('base64url');

/** Shown once and never again: only their digests are kept. */
export const newRecoveryCodes = (): string[] => Array.from({ length: COUNT }, fresh);
