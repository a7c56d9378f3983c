import { fileKey } from '#functions/lib/aws/file-keys.ts';
import { makeCurrent, versionWith } from '#functions/lib/aws/object-versions.ts';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { objectFacts } from '#functions/lib/aws/stored-objects.ts';
import type { Stored } from '#shared/model/record.ts';

/** `back`: it was deleted since, and a version of it was there. `gone`: of these bytes, no version is there any more. */
export type FileState = 'there' | 'back' | 'gone';

export interface FileOrder {
  readonly tenantId: string;
  readonly placeOf: (key: string) => ObjectPlace;
  /** Otherwise only told. */
  readonly write: boolean;
}

/**
 * The bytes of a photo or document that a copy tells of. A key never gets other bytes than those its record has the
 * SHA-256 of, so that the version of the copy's moment is the one with that digest, whenever it was written.
 */
export const restoreFile = async (
  { tenantId, placeOf, write }: FileOrder,
  { id, values }: Stored,
): Promise<FileState | undefined> => {
  if (values['state'] !== 'ready') return undefined;
  const place = placeOf(fileKey(tenantId, id));
  if ((await objectFacts(place)) !== undefined) return 'there';
  const version = await versionWith(place, String(values['sha256']));
  if (version === undefined) return 'gone';
  if (write) await makeCurrent(place, version);
  return 'back';
};
