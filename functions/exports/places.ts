import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { ZipPlaces } from '#functions/lib/exports/zip/zip-file.ts';

export { exportPlace } from '#functions/lib/exports/places.ts';

export const ZIP = 'export.zip';

/** Pieces lie beside the files, where no download reaches them, and go with them when they expire. */
export const zipPlaces = (placeOf: (name: string) => ObjectPlace): ZipPlaces => ({
  zip: placeOf(ZIP),
  piece: (of, n) => placeOf(`pieces/${of}-${n}`),
});
