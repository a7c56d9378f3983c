import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { deleteObject } from '#functions/lib/aws/stored-objects.ts';
import type { Shaping } from '#functions/lib/exports/shaping.ts';
import type { Held } from '#functions/lib/jobs/held.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import { placesLeft } from '#functions/lib/redaction/check.ts';
import { findRemoved, removedSchema, type RemovedValues } from '#functions/lib/redaction/first-pass.ts';
import { keptOnce } from '#functions/lib/redaction/kept.ts';
import { REDACTION_LOG, writeLog } from '#functions/lib/redaction/log-file.ts';
import { makeCopies } from '#functions/lib/redaction/redacted-files.ts';
import { redactedShaping, secondPass } from '#functions/lib/redaction/second-pass.ts';
import { fromItem } from '#functions/lib/store/index.ts';
import { MANIFEST } from '#functions/lib/exports/manifest.ts';
import type { RedactionOrder } from '#shared/model/job.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { profileSchema, withAdditions, type Profile } from '#shared/permit/redaction/profile.ts';
import type { Redactor } from '#shared/permit/redaction/redactor.ts';
import { readProfile } from '#shared/permit/redaction/stored-profile.ts';
import { secretsAmong } from '#shared/permit/redaction/text-rules.ts';
import { records } from '#shared/records/index.ts';
import { ZIP } from './places.ts';
import type { Buckets } from './worker.ts';

const PROFILE = 'pieces/redaction-profile.json';
const REMOVED = 'pieces/redaction-removed.json';

export interface RedactionAsked {
  readonly turn: Turn<'export'>;
  readonly types: readonly AnyRecordType[];
  /** As the person behind the job may see the records. */
  readonly shaping: Shaping;
  readonly buckets: Buckets;
  readonly placeOf: (name: string) => ObjectPlace;
}

const savedProfile = async ({ held }: Turn<'export'>, id: string): Promise<Profile> => {
  const item = await held.store.get(records.redactionProfile, id);
  const stored = item && fromItem(records.redactionProfile, item);
  if (stored === undefined || stored.archivedAt !== undefined)
    throw new Problem('not-found', 'The redaction profile is not there, or is archived. Choose another one.');
  const read = readProfile(String(stored.values['rules']));
  if ('profile' in read) return read.profile;
  throw new Problem('invalid', `The redaction profile cannot be used: ${read.faults[0]?.message ?? ''}`);
};

/** The rules of a profile and those of a request, laid together. */
const profileOf = async (turn: Turn<'export'>, { profile, request }: RedactionOrder): Promise<Profile> => {
  const saved = profile === undefined ? undefined : await savedProfile(turn, profile);
  if (request === undefined) {
    if (saved === undefined) throw new Problem('invalid', 'No rules were named for this copy.');
    return saved;
  }
  const { rules, ordinary, fileMetadata } = await turn.held.store.desk.redactions(request);
  const base = saved ?? (fileMetadata && { rules: [], ordinary: [], fileMetadata });
  if (base === undefined) throw new Problem('invalid', 'Say what the removal of hidden data of files rests on.');
  return withAdditions(base, rules, ordinary);
};

/** A redacted copy on its way. */
export class Redaction {
  readonly shaping: Shaping;
  readonly #asked: RedactionAsked;
  readonly #redactor: Redactor;
  readonly #removed: RemovedValues;

  constructor(asked: RedactionAsked, profile: Profile, removed: RemovedValues) {
    this.#asked = asked;
    this.#removed = removed;
    this.#redactor = secondPass(profile, removed);
    this.shaping = redactedShaping(asked.shaping, this.#redactor, asked.placeOf);
  }

  /** After the files of records, since its lines tell of them, and before the zip, which holds it. */
  async log(): Promise<void> {
    const { turn, types, shaping, placeOf } = this.#asked;
    const { held } = turn;
    const files = held.job.files ?? [];
    if (files.some(({ name }) => name === REDACTION_LOG)) return;
    const head = {
      request: held.job.order.redaction?.request ?? held.job.id,
      appliedBy: (await held.store.member(held.job.createdBy))?.name ?? '',
      appliedAt: held.job.createdAt.slice(0, 10),
    };
    const log = await writeLog({ turn, types, shaping, redactor: this.#redactor, placeOf }, head);
    await held.checkpoint({ files: [...files, log] });
  }

  /** Opens what was made again. Fails closed: with one value left over, nothing goes out. */
  async check(): Promise<void> {
    const { turn, placeOf } = this.#asked;
    const { held } = turn;
    const names = [...(held.job.files ?? []).map(({ name }) => name), MANIFEST, ZIP];
    const left = await placesLeft(
      secretsAmong(this.#redactor.profile, this.#removed),
      names.map((name) => ({ name, place: placeOf(name) })),
      () => held.beat(),
    );
    if (left.length > 0)
      throw new Problem(
        'conflict',
        `The finished copy still held something that was to be removed, and was deleted. It stood in: ${left.join('; ')}. ` +
          'Change the rules so that it is removed there, or list it as ordinary if it is no secret, and start again.',
      );
  }

  /** What only this job needed to know. */
  forget(): Promise<void> {
    return forget(this.#asked.placeOf);
  }
}

const forget = async (placeOf: (name: string) => ObjectPlace): Promise<void> => {
  for (const name of [REMOVED, PROFILE]) await deleteObject(placeOf(name));
};

/** Takes away everything that was made, whatever it is: some of it may hold what was to be removed. */
export const discard = async (
  { job }: Pick<Held<'export'>, 'job'>,
  placeOf: (name: string) => ObjectPlace,
): Promise<void> => {
  for (const { name } of job.files ?? []) await deleteObject(placeOf(name));
  for (const name of [REDACTION_LOG, MANIFEST, ZIP]) await deleteObject(placeOf(name));
  await forget(placeOf);
};

/** The profile as it is when the job begins, and all that it removes; then copies of the files. `more`: out of time. */
export const beginRedaction = async (asked: RedactionAsked, order: RedactionOrder): Promise<Redaction | 'more'> => {
  const { turn, types, shaping, buckets, placeOf } = asked;
  const profile = await keptOnce(placeOf(PROFILE), profileSchema, () => profileOf(turn, order));
  const removed = await keptOnce(placeOf(REMOVED), removedSchema, () => findRemoved(turn, types, shaping, profile));
  const redaction = new Redaction(asked, profile, removed);
  const { attachments } = buckets;
  const files = turn.held.job.order.files
    ? await makeCopies({ turn, shaping: redaction.shaping, profile, attachments, placeOf })
    : 'over';
  return files === 'more' ? 'more' : redaction;
};
