import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { deleteObject } from '#functions/lib/aws/stored-objects.ts';
import { MANIFEST } from '#functions/lib/exports/manifest.ts';
import type { Shaping } from '#functions/lib/exports/shaping.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import { placesLeft } from '#functions/lib/redaction/check.ts';
import { findRemoved, foundValues, type Found } from '#functions/lib/redaction/first-pass.ts';
import { keptOnce } from '#functions/lib/redaction/kept.ts';
import { REDACTION_LOG, writeLog } from '#functions/lib/redaction/log-file.ts';
import type { Pass } from '#functions/lib/redaction/passes.ts';
import { deletePieces, pieceKinds } from '#functions/lib/redaction/pieces.ts';
import { makeCopies } from '#functions/lib/redaction/redacted-files.ts';
import { Search } from '#functions/lib/redaction/search.ts';
import { redactedShaping, secondPass } from '#functions/lib/redaction/second-pass.ts';
import { fromItem, type StoredExport, type StoredFile } from '#functions/lib/store/index.ts';
import type { RedactionOrder } from '#shared/model/job.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { profileSchema, withAdditions, type Profile } from '#shared/permit/redaction/profile.ts';
import type { Redactor } from '#shared/permit/redaction/redactor.ts';
import { searchedAs } from '#shared/permit/redaction/secret-index.ts';
import { readProfile } from '#shared/permit/redaction/stored-profile.ts';
import { records } from '#shared/records/index.ts';
import { checkpointOf, type RedactionState } from './checkpoint.ts';
import { ZIP } from './places.ts';
import type { Buckets } from './worker.ts';
const PROFILE = 'pieces/redaction-profile.json';

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

const stateOf = ({ checkpoint }: Pick<StoredExport, 'checkpoint'>): RedactionState =>
  checkpointOf({ checkpoint }).redaction ?? {};

const note = ({ held }: Turn<'export'>, changes: Partial<RedactionState>): Promise<void> =>
  held.checkpoint({
    checkpoint: { ...checkpointOf(held.job), redaction: { ...stateOf(held.job), ...changes } },
  });

/** A redacted copy on its way. */
export class Redaction {
  readonly shaping: Shaping;
  readonly #asked: RedactionAsked;
  readonly #redactor: Redactor;

  constructor(asked: RedactionAsked, profile: Profile, found: Found) {
    this.#asked = asked;
    this.#redactor = secondPass(profile, found);
    this.shaping = redactedShaping(asked.shaping, this.#redactor, asked.placeOf);
  }

  /** After the files of records, since its lines tell of them, and before the zip, which holds it. */
  async log(): Promise<'over' | 'more'> {
    const { turn, placeOf } = this.#asked;
    const { held } = turn;
    const files = held.job.files ?? [];
    if (files.some(({ name }) => name === REDACTION_LOG)) return 'over';
    const head = {
      request: held.job.order.redaction?.request ?? held.job.id,
      appliedBy: (await held.store.member(held.job.createdBy))?.name ?? '',
      appliedAt: held.job.createdAt.slice(0, 10),
    };
    const logged = { pass: passOf(this.#asked), redactor: this.#redactor, placeOf, head };
    const log = await writeLog({ ...logged, save: (state) => note(turn, { log: state }) }, stateOf(held.job).log);
    if (log === 'more') return 'more';
    await held.checkpoint({ files: [...files, log] });
    return 'over';
  }

  /** Opens what was made again. Fails closed: with one value left over, nothing goes out. */
  async check(files: readonly StoredFile[]): Promise<'over' | 'more'> {
    const { turn, placeOf } = this.#asked;
    const of = files.map(({ sha256 }) => sha256).join();
    const before = stateOf(turn.held.job).search;
    const searched = await placesLeft(
      {
        turn,
        search: this.#search(),
        files: files.map(({ name }) => ({ name, place: placeOf(name) })),
        save: (search) => note(turn, { search }),
      },
      before?.of === of ? before : { of, file: 0, section: 0, places: [] },
    );
    if (searched === 'more') return 'more';
    const { places } = searched;
    if (places.length > 0)
      throw new Problem(
        'conflict',
        `The finished copy still held something that was to be removed, and was deleted. It stood in: ${places.join('; ')}. ` +
          'Change the rules so that it is removed there, or list it as ordinary if it is no secret, and start again.',
      );
    return 'over';
  }

  #search(): Search {
    const { values, index } = this.#redactor.carried;
    // A short term is a secret in texts; a short value of a field is not one anywhere but at its place.
    const words = values.filter(({ rule, value }) => rule.kind === 'terms' && searchedAs(value) === undefined);
    const texts = values.map(({ value }) => value);
    return new Search(
      texts,
      words.map(({ value }) => value),
      index,
    );
  }
}

const passOf = ({ turn, types, shaping }: RedactionAsked): Pass => ({ turn, types, shaping });

/** What only this job needed to know. */
export const forget = async (job: StoredExport, placeOf: (name: string) => ObjectPlace): Promise<void> => {
  const { found, log } = stateOf(job);
  const pieces = { removed: found?.removed, open: found?.open, seen: log?.seen, log: log?.log };
  for (const kind of pieceKinds) await deletePieces(placeOf, kind, pieces[kind]);
  await deleteObject(placeOf(PROFILE));
};

/** Takes away everything that was made, whatever it is: some of it may hold what was to be removed. */
export const discard = async (job: StoredExport, placeOf: (name: string) => ObjectPlace): Promise<void> => {
  for (const { name } of job.files ?? []) await deleteObject(placeOf(name));
  for (const name of [REDACTION_LOG, MANIFEST, ZIP]) await deleteObject(placeOf(name));
  await forget(job, placeOf);
};

/** Every file was searched, and nothing was left over. */
export const isSearched = (job: StoredExport): boolean => {
  const { search } = stateOf(job);
  return search?.isOver === true && search.places.length === 0;
};

/** The profile as it is when the job begins, and all that it removes; then copies of the files. `more`: out of time. */
export const beginRedaction = async (asked: RedactionAsked, order: RedactionOrder): Promise<Redaction | 'more'> => {
  const { turn, buckets, placeOf } = asked;
  const { held } = turn;
  const profile = await keptOnce(placeOf(PROFILE), profileSchema, () => profileOf(turn, order));
  const { found: before, copied } = stateOf(held.job);
  const found = await findRemoved(passOf(asked), profile, placeOf, before, (state) => note(turn, { found: state }));
  if (found === 'more') return 'more';
  const redaction = new Redaction(asked, profile, await foundValues(profile, placeOf, found));
  if (!held.job.order.files) return redaction;
  const { attachments } = buckets;
  const copying = { turn, shaping: redaction.shaping, profile, attachments, placeOf };
  const copies = await makeCopies(copying, copied, (last) => note(turn, { copied: last }));
  return copies === 'more' ? 'more' : redaction;
};
