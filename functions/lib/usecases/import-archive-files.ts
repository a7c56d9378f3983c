import { createHash } from 'node:crypto';
import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { abandonParts, beginParts, joinParts, PART_BYTES, putObject, sendPart } from '#functions/lib/aws/multipart.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { attachmentFile } from '#functions/lib/exports/archive-format.ts';
import { fromItem, tenantStore } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import { records } from '#shared/records/index.ts';
import type { ArchiveOrder, ArchiveSource } from './import-archive.ts';
import type { OperatorDesk } from './tenants.ts';

/** As many bytes as make a part, however they come. */
async function* partsOf(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    held.push(chunk);
    bytes += chunk.byteLength;
    if (bytes < PART_BYTES) continue;
    yield Buffer.concat(held);
    [held, bytes] = [[], 0];
  }
  yield Buffer.concat(held);
}

/** Puts a file of any size in its place, holding one part of it at a time. */
const upload = async (place: ObjectPlace, contentType: string, chunks: AsyncIterable<Uint8Array>): Promise<void> => {
  const parts = partsOf(chunks);
  // There is always one, if an empty one.
  const begin = (await parts.next()).value as Buffer;
  if (begin.byteLength < PART_BYTES) {
    await putObject(place, contentType, begin);
    return;
  }
  let parted = await beginParts(place, contentType);
  try {
    parted = await sendPart(place, parted, begin);
    for await (const part of parts) if (part.byteLength > 0) parted = await sendPart(place, parted, part);
    await joinParts(place, parted);
  } catch (error) {
    await abandonParts(place, parted);
    throw error;
  }
};

async function* hashed(chunks: AsyncIterable<Uint8Array>, expected: string, name: string): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  if (hash.digest('hex') !== expected)
    throw new Problem('conflict', `${name} in the archive is not the file that its record tells of.`);
}

export interface FileOrder {
  readonly name: string;
  readonly place: ObjectPlace;
  readonly contentType: string;
  readonly sha256: string;
}

/** False for a file that the agency had lost before the archive was made: the archive says so in its place. */
export const bringFile = async (
  archive: ArchiveSource,
  { name, place, contentType, sha256 }: FileOrder,
): Promise<boolean> => {
  if (!archive.names().includes(name) && archive.names().includes(`${name}.missing.txt`)) return false;
  await upload(place, contentType, hashed(archive.chunks(name), sha256, name));
  return true;
};

/** Photos and documents, each held against the digest that its record has. */
export const bringAttachments = async (
  desk: OperatorDesk,
  { tenantId, archive, attachments }: ArchiveOrder,
): Promise<{ files: number; lost: number }> => {
  const store = tenantStore(desk.table, { tenantId });
  const sum = { files: 0, lost: 0 };
  let after: string | undefined;
  do {
    const { items, more } = await store.itemsAfter(records.attachment, 200, after);
    for (const { id, values } of items.map((item) => fromItem(records.attachment, item))) {
      if (values['state'] !== 'ready') continue;
      const [contentType, sha256] = [String(values['contentType']), String(values['sha256'])];
      const order = { name: attachmentFile(id), place: attachments(fileKey(tenantId, id)), contentType, sha256 };
      sum[(await bringFile(archive, order)) ? 'files' : 'lost'] += 1;
    }
    after = more ? String(items.at(-1)?.['id']) : undefined;
  } while (after !== undefined);
  return sum;
};
