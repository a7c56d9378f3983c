import { dataStep, fileStep, recordStep, type Packing } from '#functions/lib/exports/bundle-steps.ts';
import { noBundle, packBundle } from '#functions/lib/exports/bundle.ts';
import { agencyStep, attachmentStep } from '#functions/lib/exports/archive-steps.ts';
import { deskStep, jobsStep, rulesStep } from '#functions/lib/exports/archive-beside-steps.ts';
import { textEntry } from '#functions/lib/exports/bundle-entries.ts';
import type { Digested } from '#functions/lib/exports/digest.ts';
import { foldersIn, MANIFEST, manifestText } from '#functions/lib/exports/manifest.ts';
import { putObject } from '#functions/lib/aws/multipart.ts';
import type { Tenant } from '#functions/lib/store/index.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { checkpointOf } from './checkpoint.ts';
import { zipPlaces } from './places.ts';

/** The zip of everything, and beside it the manifest alone. `undefined` when time ran out. */
export const writeBundle = async (
  packing: Packing,
  records: readonly AnyRecordType[],
  agency: Tenant,
): Promise<Digested | undefined> => {
  const { turn, placeOf } = packing;
  const { held } = turn;
  const { order } = held.job;
  const types = order.folders && !order.archive ? records : [];
  return packBundle(
    {
      turn,
      places: zipPlaces(placeOf),
      steps: [
        dataStep(packing),
        ...types.map((record) => recordStep(packing, record)),
        ...(order.files && !order.archive ? [fileStep(packing)] : []),
        ...(order.archive
          ? [
              attachmentStep(packing),
              deskStep(packing),
              jobsStep(packing),
              rulesStep(packing),
              agencyStep(packing, agency),
            ]
          : []),
      ],
      last: async (tally) => {
        const text = await manifestText(held, agency, held.job.files ?? [], foldersIn(types, tally));
        await putObject(placeOf(MANIFEST), 'application/json', Buffer.from(text));
        return [textEntry(MANIFEST, text)];
      },
      checkpoint: (bundle) => held.checkpoint({ checkpoint: { ...checkpointOf(held.job), bundle } }),
    },
    checkpointOf(held.job).bundle ?? noBundle,
  );
};
