import { makeZip } from 'client-zip';
import { createHash } from 'node:crypto';
import { beginParts, joinParts, PART_BYTES, sendPart } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { objectChunks, objectFacts } from '#functions/lib/aws/stored-objects.ts';
import type { Held } from '#functions/lib/jobs/held.ts';
import type { ExportedFile } from '#shared/model/job.ts';

type PlaceOf = (name: string) => ObjectPlace;

const facts = async (place: ObjectPlace) => {
  const found = await objectFacts(place);
  if (found === undefined) throw new Error(`The file ${place.key} is not in S3.`);
  return found;
};

/** Size and SHA-256 of what S3 holds, by reading it again: this is what the manifest vouches for. */
export const measured = async (
  held: Held<'export'>,
  place: ObjectPlace,
): Promise<Pick<ExportedFile, 'bytes' | 'sha256'>> => {
  const found = await facts(place);
  const hash = createHash('sha256');
  for await (const chunk of objectChunks(place, found)) {
    hash.update(chunk);
    await held.beat();
  }
  return { bytes: found.bytes, sha256: hash.digest('hex') };
};

/** A list that `sha256sum -c` takes. */
export const sums = (files: readonly ExportedFile[]): string =>
  files.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join('');

async function* entries(files: readonly ExportedFile[], placeOf: PlaceOf, at: Date) {
  for (const { name, bytes } of files) {
    const place = placeOf(name);
    yield { name, size: bytes, lastModified: at, input: objectChunks(place, await facts(place)) };
  }
  yield { name: 'SHA256SUMS', lastModified: at, input: sums(files) };
}

/** All files in one zip, stored as they are, streamed from S3 to S3. A crash begins it again. */
export const packZip = async (
  held: Held<'export'>,
  files: readonly ExportedFile[],
  placeOf: PlaceOf,
  name: string,
): Promise<void> => {
  const place = placeOf(name);
  let parted = await beginParts(place, 'application/zip');
  let chunks: Uint8Array[] = [];
  let bytes = 0;
  const send = async () => {
    held.assertMine();
    const part = Buffer.concat(chunks);
    [chunks, bytes] = [[], 0];
    parted = await sendPart(place, parted, part);
    await held.beat();
  };
  for await (const chunk of makeZip(entries(files, placeOf, new Date(held.job.createdAt)))) {
    chunks.push(chunk);
    bytes += chunk.byteLength;
    if (bytes >= PART_BYTES) await send();
  }
  await send();
  await joinParts(place, parted);
};
