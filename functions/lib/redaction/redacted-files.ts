import * as z from 'zod';
import type { Bucket, ObjectPlace } from '#functions/lib/aws/objects.ts';
import { putObject } from '#functions/lib/aws/multipart.ts';
import { afterId, fileGroups, originalOf } from '#functions/lib/exports/bundle-steps.ts';
import type { Shaping } from '#functions/lib/exports/shaping.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import type { Stored } from '#shared/model/record.ts';
import { deletionKinds, type DeletionKind } from '#shared/permit/redaction/deletion.ts';
import { exemptionSchema } from '#shared/permit/redaction/exemption.ts';
import type { Profile } from '#shared/permit/redaction/profile.ts';
import { redactFile, type RedactedFile } from './file.ts';
import { keptBytes, keptOnce } from './kept.ts';

const noteSchema = z.object({
  withheld: z.boolean(),
  deletions: z.array(
    z.object({
      kind: z.enum(Object.keys(deletionKinds) as [DeletionKind, ...DeletionKind[]]),
      recordType: z.string(),
      recordId: z.string(),
      place: z.string(),
      amount: z.string(),
      rule: z.string(),
      exemption: exemptionSchema,
      reason: z.string(),
    }),
  ),
});
export type FileNote = z.output<typeof noteSchema>;

type PlaceOf = (name: string) => ObjectPlace;
const contentPlace = (placeOf: PlaceOf, id: string) => placeOf(`pieces/redacted/${id}`);
const notePlace = (placeOf: PlaceOf, id: string) => placeOf(`pieces/redacted/${id}.json`);

export interface RedactedFiles {
  readonly turn: Turn<'export'>;
  readonly shaping: Shaping;
  readonly profile: Profile;
  readonly attachments: Bucket;
  readonly placeOf: PlaceOf;
}

/** The copy says so in its place, as an export does. */
const missing: RedactedFile = { slip: 'This file is recorded, but it was not in the store.\n', deletions: [] };

const makeCopy = async ({ turn, profile, attachments, placeOf }: RedactedFiles, file: Stored): Promise<FileNote> => {
  const { held } = turn;
  const bytes = await keptBytes(originalOf(attachments, held.actor.tenantId, file));
  const asked = { id: file.id, contentType: String(file.values['contentType']) };
  const made = bytes === undefined ? missing : await redactFile(profile, { ...asked, bytes }, () => held.beat());
  held.assertMine();
  const content = made.bytes ?? Buffer.from(made.slip ?? '');
  await putObject(contentPlace(placeOf, file.id), 'application/octet-stream', Buffer.from(content));
  return { withheld: made.bytes === undefined, deletions: [...made.deletions] };
};

/** Files looked at between two checkpoints. */
const SAVE_EVERY = 200;

/** A copy of each photo and document that goes along. Those made before a hand-over stay. `more` when time ran out. */
export const makeCopies = async (
  files: RedactedFiles,
  after: string | undefined,
  save: (after: string) => Promise<void>,
): Promise<'over' | 'more'> => {
  const { turn, placeOf } = files;
  let since = 0;
  for await (const { files: some, last } of fileGroups(files, afterId(after))) {
    for (const { file } of some) {
      await keptOnce(notePlace(placeOf, file.id), noteSchema, () => makeCopy(files, file));
      await turn.held.beat();
      if (!turn.mustHandOver()) continue;
      await save(file.id);
      return 'more';
    }
    since += Math.max(1, some.length);
    if (since < SAVE_EVERY) continue;
    await save(last);
    since = 0;
  }
  return 'over';
};

/** What was said of the copy of a file when it was made. One that was never made stops the job. */
export const noteOf = (placeOf: PlaceOf, id: string): Promise<FileNote> =>
  keptOnce(notePlace(placeOf, id), noteSchema, () =>
    Promise.reject(new Error('A file was added while the copy was made. It is begun again.')),
  );

/** Where the copy of a file lies. The original is never asked for again. */
export const copyOf = async (placeOf: PlaceOf, { id }: Stored): Promise<{ place: ObjectPlace; suffix: string }> => {
  const { withheld } = await noteOf(placeOf, id);
  return { place: contentPlace(placeOf, id), suffix: withheld ? '.withheld.txt' : '' };
};
