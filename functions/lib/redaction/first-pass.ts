import * as z from 'zod';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { SpillState } from '#functions/lib/exports/zip/spill.ts';
import type { Geometry } from '#shared/geo/geometry.ts';
import { Problem } from '#shared/model/problem.ts';
import { fieldsOf } from '#shared/model/record.ts';
import type { Refusal } from '#shared/permit/redaction/deletion.ts';
import type { Profile } from '#shared/permit/redaction/profile.ts';
import { isPublic } from '#shared/permit/redaction/public-by-rule.ts';
import { Redactor } from '#shared/permit/redaction/redactor.ts';
import type { Removed } from '#shared/permit/redaction/text-rules.ts';
import { placeTexts } from '#shared/permit/redaction/values.ts';
import { goOver, type Going, type Pass, type PassAt } from './passes.ts';
import { line, linesOf, piecesOf } from './pieces.ts';

/** How far the search for what is to be removed is, and where the values lie that it has found. */
export interface FoundState {
  readonly at?: PassAt | undefined;
  readonly removed: SpillState;
  readonly open: SpillState;
  readonly isOver?: true;
}

/**
 * All of them are in memory whenever a text is looked at, since any may stand anywhere: these take some 400 MB of the
 * function's.
 */
export const MOST_VALUES = 400_000;
const MOST_WAITING = 8 * 1024 * 1024;

const refuseTooMany = (values: number): void => {
  if (values > MOST_VALUES)
    throw new Problem(
      'invalid',
      `The rules remove more than ${MOST_VALUES.toLocaleString('en-US')} different values, which are too many to search one copy for. Make it in parts, by type or period.`,
    );
};

export const refuse = (refusals: readonly Refusal[]): void => {
  const [first] = refusals;
  if (first === undefined) return;
  throw new Problem('invalid', `${first.message} (${first.recordType} ${first.recordId}.)`);
};

/** Places that everybody may know, such as that of an outfall: a visit recorded right there tells no secret. */
const publicPlaces = ({ record, stored: { values } }: Going): string[] =>
  Object.entries(fieldsOf(record)).flatMap(([name, { kind }]) =>
    kind === 'geometry' && isPublic(record, name) && values[name] !== undefined
      ? placeTexts(values[name] as Geometry) // parsed by the field's own schema when it was written
      : [],
  );

type PlaceOf = (name: string) => ObjectPlace;
const removedLine = z.tuple([z.string(), z.int().min(0)]);

/** What will be removed anywhere in the copy, so that it is removed everywhere in it. `more` when time ran out. */
export const findRemoved = async (
  pass: Pass,
  profile: Profile,
  placeOf: PlaceOf,
  state: FoundState | undefined,
  save: (state: FoundState) => Promise<void>,
): Promise<FoundState | 'more'> => {
  if (state?.isOver) return state;
  const removed = piecesOf(placeOf, 'removed', state?.removed);
  const open = piecesOf(placeOf, 'open', state?.open);
  let values = 0;
  const redactor = new Redactor(profile, [], ({ value, rule }) => {
    values += 1;
    removed.add(line([value, profile.rules.indexOf(rule)]));
  });
  const saved = async (how: Pick<FoundState, 'at' | 'isOver'>): Promise<FoundState> => {
    await removed.save();
    await open.save();
    const next: FoundState = { ...how, removed: removed.state, open: open.state };
    await save(next);
    return next;
  };
  const work = (going: readonly Going[]) => {
    for (const one of going) {
      const { record, stored, history } = one;
      refuse(redactor.record(record, stored).refusals);
      for (const entry of history) refuse(redactor.entry(record, stored.id, entry).refusals);
      for (const place of publicPlaces(one)) open.add(line(place));
    }
    refuseTooMany(values);
  };
  const isFull = () => removed.pending + open.pending > MOST_WAITING;
  const how = await goOver(pass, state?.at, {
    work,
    isFull,
    save: async (at) => {
      await saved({ at });
    },
  });
  return how === 'more' ? 'more' : saved({ isOver: true });
};

export interface Found {
  /** Each value once, by the rule that removed it first. */
  readonly removed: readonly Removed[];
  /** Values that were removed somewhere and are public all the same: they may stand elsewhere. */
  readonly open: ReadonlySet<string>;
}

export const foundValues = async (profile: Profile, placeOf: PlaceOf, state: FoundState): Promise<Found> => {
  const found = new Map<string, Removed>();
  for await (const read of linesOf(piecesOf(placeOf, 'removed', state.removed))) {
    const [value, n] = removedLine.parse(read);
    const rule = profile.rules[n];
    if (rule === undefined) throw new Error('A value was removed by a rule that the profile does not have.');
    if (!found.has(value)) found.set(value, { value, rule });
  }
  const open = new Set<string>();
  for await (const read of linesOf(piecesOf(placeOf, 'open', state.open))) {
    const place = z.string().parse(read);
    if (found.delete(place)) open.add(place);
  }
  refuseTooMany(found.size);
  return { removed: [...found.values()], open };
};
