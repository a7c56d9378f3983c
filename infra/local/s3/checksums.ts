import { createHash, type Hash } from 'node:crypto';
import { crc32 } from 'node:zlib';

export type ChecksumAlgorithm = 'CRC32' | 'CRC32C' | 'SHA1' | 'SHA256';
export const algorithms: readonly ChecksumAlgorithm[] = ['CRC32', 'CRC32C', 'SHA1', 'SHA256'];

export interface Checksum {
  algorithm: ChecksumAlgorithm;
  /** Base64; with `-<parts>` when composed of part checksums. */
  value: string;
}

export interface Digester {
  update(bytes: Buffer): void;
  digest(): Buffer;
}

/** Castagnoli polynomial, reflected. */
const castagnoli = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0x82f63b78 : value >>> 1;
  return value >>> 0;
});

function crc32c(bytes: Buffer, previous: number): number {
  let value = ~previous;
  for (const byte of bytes) value = (castagnoli[(value ^ byte) & 0xff] ?? 0) ^ (value >>> 8);
  return ~value >>> 0;
}

function cyclic(step: (bytes: Buffer, previous: number) => number): Digester {
  let value = 0;
  return {
    update: (bytes) => void (value = step(bytes, value)),
    digest: () => {
      const out = Buffer.alloc(4);
      out.writeUInt32BE(value);
      return out;
    },
  };
}

const hashed = (hash: Hash): Digester => ({ update: (bytes) => void hash.update(bytes), digest: () => hash.digest() });

export function digester(algorithm: ChecksumAlgorithm | 'MD5'): Digester {
  if (algorithm === 'CRC32') return cyclic(crc32);
  if (algorithm === 'CRC32C') return cyclic(crc32c);
  return hashed(createHash(algorithm.toLowerCase()));
}

export const digestLength: Record<ChecksumAlgorithm | 'MD5', number> = {
  CRC32: 4,
  CRC32C: 4,
  SHA1: 20,
  SHA256: 32,
  MD5: 16,
};

export const checksumHeader = (algorithm: ChecksumAlgorithm): string => `x-amz-checksum-${algorithm.toLowerCase()}`;

/** The checksum of checksums S3 gives a multipart object. */
export function composite(algorithm: ChecksumAlgorithm, parts: string[]): Checksum {
  const whole = digester(algorithm);
  for (const part of parts) whole.update(Buffer.from(part, 'base64'));
  return { algorithm, value: `${whole.digest().toString('base64')}-${parts.length}` };
}
