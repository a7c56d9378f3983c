import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { objectChunks, objectFacts } from '#functions/lib/aws/stored-objects.ts';
import type { ZipEntry } from './zip/zip-file.ts';

/** A text made here. */
export const textEntry = (path: string, text: string): ZipEntry => {
  const content = Buffer.from(text);
  return {
    path,
    bytes: content.byteLength,
    crc32: crc32(content),
    sha256: createHash('sha256').update(content).digest('hex'),
    content,
  };
};

/** A file in S3 whose digests were taken as it was written. */
export const writtenEntry = async (
  path: string,
  place: ObjectPlace,
  known: Pick<ZipEntry, 'bytes' | 'crc32' | 'sha256'>,
): Promise<ZipEntry> => {
  const facts = await objectFacts(place);
  if (facts === undefined) throw new Error(`The file ${place.key} is not in S3.`);
  return { path, ...known, content: (from) => objectChunks(place, facts, from) };
};

/** Up to this size a file is read once and kept in memory; a larger one is read a second time when it is written. */
const KEPT_BYTES = 2 * 1024 * 1024;

/** Any file in S3. A header in front of it needs its CRC, so it is read before it is written. */
export const storedEntry = async (path: string, place: ObjectPlace): Promise<ZipEntry> => {
  const facts = await objectFacts(place);
  // Said where whoever opens the bundle looks for it; the manifest counts those.
  if (facts === undefined)
    return {
      ...textEntry(`${path}.missing.txt`, 'This file is recorded, but it was not in the store.\n'),
      isMissing: true,
    };
  const hash = createHash('sha256');
  const kept: Uint8Array[] = [];
  let crc = 0;
  for await (const chunk of objectChunks(place, facts)) {
    hash.update(chunk);
    crc = crc32(chunk, crc);
    if (facts.bytes <= KEPT_BYTES) kept.push(chunk);
  }
  return {
    path,
    bytes: facts.bytes,
    crc32: crc,
    sha256: hash.digest('hex'),
    content: facts.bytes <= KEPT_BYTES ? Buffer.concat(kept) : (from) => objectChunks(place, facts, from),
  };
};
