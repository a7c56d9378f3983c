import { placeIn, type Bucket, type ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { ZipPlaces } from '#functions/lib/exports/zip/zip-file.ts';

export const ZIP = 'export.zip';

/** Where a file of an export lies. */
export const exportPlace = (bucket: Bucket, tenantId: string, id: string, name: string): ObjectPlace =>
  placeIn(bucket, tenantId, `${tenantId}/exports/${id}/${name}`);

/** Pieces lie beside the files, where no download reaches them, and go with them when they expire. */
export const zipPlaces = (placeOf: (name: string) => ObjectPlace): ZipPlaces => ({
  zip: placeOf(ZIP),
  piece: (of, n) => placeOf(`pieces/${of}-${n}`),
});
