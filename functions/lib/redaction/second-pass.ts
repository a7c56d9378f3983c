import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import type { Shaping } from '#functions/lib/exports/shaping.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { ruleForRecord } from '#shared/permit/redaction/field-rules.ts';
import type { Profile } from '#shared/permit/redaction/profile.ts';
import { Redactor } from '#shared/permit/redaction/redactor.ts';
import { searchedAs } from '#shared/permit/redaction/secret-index.ts';
import { secretsAmong } from '#shared/permit/redaction/text-rules.ts';
import { refuse, type Found } from './first-pass.ts';
import { copyOf } from './redacted-files.ts';

/** Cuts what the first pass found wherever it stands. */
export const secondPass = (profile: Profile, { removed, open }: Found): Redactor => {
  const redactor: Redactor = new Redactor(profile, removed, (one) => {
    if (secretsAmong(profile, [one]).length === 0 || searchedAs(one.value) === undefined) return;
    // Told of the profile's own terms while it is made: those are known.
    if (one.rule.kind === 'terms' || open.has(one.value) || redactor.carried.index.has(one.value)) return;
    // A value that the first pass has not seen would be searched for nowhere.
    throw new Problem('conflict', 'Records were changed while the copy was made. Start it again.');
  });
  return redactor;
};

/** The way out of an export with everything removed on it. */
export const redactedShaping = (
  shaping: Shaping,
  redactor: Redactor,
  placeOf: (name: string) => ObjectPlace,
): Shaping => {
  const isWithheld = (record: AnyRecordType, stored: Stored) =>
    ruleForRecord(redactor.profile, record, stored.id) !== undefined;
  return {
    only: shaping.only,
    wanted: (record, stored) => shaping.wanted(record, stored) && !isWithheld(record, stored),
    record: (record, stored) => {
      const { copy, refusals } = redactor.record(record, shaping.record(record, stored));
      refuse(refusals);
      return copy ?? { ...stored, values: {} };
    },
    entry: (record, entry) => {
      const { copy, refusals } = redactor.entry(record, entry.id, shaping.entry(record, entry));
      refuse(refusals);
      return copy;
    },
    file: shaping.file,
    inPlaceOf: (file) => copyOf(placeOf, file),
  };
};
