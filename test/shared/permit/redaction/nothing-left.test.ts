import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow, feature, jsonRow } from '#shared/derive/export.ts';
import { logRow } from '#shared/permit/redaction/log.ts';
import {
  fieldClasses,
  patterns,
  type FieldClass,
  type PatternName,
  type Profile,
} from '#shared/permit/redaction/profile.ts';
import { fold, foldedText } from '#shared/permit/redaction/fold.ts';
import { Redactor } from '#shared/permit/redaction/redactor.ts';
import { SecretIndex, searchedAs } from '#shared/permit/redaction/secret-index.ts';
import type { Field, FieldKind } from '#shared/model/field.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { recordNames, records, type RecordName } from '#shared/records/index.ts';
import { aProfile, aRule, aStored } from '#test/support/redaction.ts';

const names = ['Jo Sample', 'José Núñez', 'Anna', 'Li', 'O’Hara', '12 Elm Court', 'ŁUKASZ NOWAK', 'x'.repeat(300)];
const secrets = ['jo@example.org', '(402) 555-0199', '402-555-0100', '078-05-1120', '4111 1111 1111 1111'];
/** A quote stands inside a word: alone at the edge of a value it could not be told from the quotes of JSON and CSV. */
const words = [
  'saw',
  'sediment',
  'at',
  'the',
  'Annapolis',
  '2026',
  'inlet.',
  '\n',
  '12"pipe',
  ',',
  '<b>',
  'No action needed',
];

const piece = fc.constantFrom(...names, ...secrets, ...words);
const prose = fc.array(piece, { minLength: 1, maxLength: 8 }).map((parts) => parts.join(' ').slice(0, 400));
const spelt = prose.chain((text) =>
  fc.constantFrom(text, text.toUpperCase(), text.normalize('NFD'), text.replaceAll(' ', '  ')),
);
const place = fc
  .tuple(fc.integer({ min: -1800, max: 1800 }), fc.integer({ min: -900, max: 900 }))
  .map(([lon, lat]) => ({ type: 'Point', coordinates: [lon / 10, lat / 10] }));

const valueOf: Readonly<Record<FieldKind, (field: Field) => fc.Arbitrary<unknown>>> = {
  text: () => spelt,
  number: () => fc.integer({ min: 0, max: 50 }),
  choice: ({ options }) => fc.constantFrom(...Object.keys(options ?? {})),
  date: () => fc.constant('2026-05-04'),
  dateTime: () => fc.constant('2026-05-04T15:30:00Z'),
  yesNo: () => fc.boolean(),
  link: () => fc.uuid(),
  person: () => fc.uuid(),
  geometry: () => place,
  attributes: () => fc.dictionary(fc.constantFrom('OWNER', 'ID'), fc.oneof(spelt, fc.integer(), fc.constant(null))),
};

/** Facts that are public by rule hold nothing that a rule removes: that they would be refused has a test of its own. */
const recordOf = (record: AnyRecordType): fc.Arbitrary<Stored> =>
  fc
    .record(
      Object.fromEntries(
        Object.entries(record.fields as Record<string, Field>).map(([name, field]) => [
          name,
          field.publicByRule ? fc.constant(undefined) : valueOf[field.kind](field),
        ]),
      ),
      { requiredKeys: [] },
    )
    .chain((values) => fc.uuid({ version: 7 }).map((id) => aStored(values, id)));

interface Case {
  readonly name: RecordName;
  readonly stored: Stored;
}
const aCase: fc.Arbitrary<Case> = fc
  .constantFrom(...recordNames)
  .chain((name) => recordOf(records[name]).map((stored) => ({ name, stored })));

const profile: fc.Arbitrary<Profile> = fc
  .record({
    classes: fc.subarray(Object.keys(fieldClasses) as FieldClass[]),
    patterns: fc.subarray(Object.keys(patterns) as PatternName[]),
    terms: fc.subarray(['Jo Sample', 'josé núñez', 'Li', '12 elm court', 'Lukasz Nowak']),
    withheld: fc.constantFrom('finding', 'task', undefined),
  })
  .map((choice) =>
    aProfile(
      ...choice.classes.map((one) => aRule({ kind: 'class', class: one, id: one })),
      ...choice.patterns.map((one) => aRule({ kind: 'pattern', pattern: one, id: one })),
      ...(choice.terms.length > 0 ? [aRule({ kind: 'terms', terms: choice.terms })] : []),
      ...(choice.withheld ? [aRule({ kind: 'records', recordType: choice.withheld })] : []),
    ),
  );

const outputsOf = (redactor: Redactor, cases: readonly Case[]): string[] =>
  cases.flatMap(({ name, stored }, index) => {
    const record: AnyRecordType = records[name];
    const { copy, deletions } = redactor.record(record, stored);
    const { copy: entry } = redactor.entry(record, stored.id, {
      version: 2,
      reason: JSON.stringify(stored.values['notes'] ?? ''),
      changes: Object.entries(stored.values).map(([field, before]) => ({ field, before })),
    });
    const head = { request: 'R', appliedBy: 'Clerk', appliedAt: '2026-11-25' };
    const log = deletions.map((one) => logRow(index, one, { title: '', createdAt: stored.createdAt }, head));
    if (copy === undefined) return log;
    const texts = [csvRow(record)(copy), ...Object.values(jsonRow(record, copy).values).map((v) => JSON.stringify(v))];
    return [
      ...log,
      ...texts,
      JSON.stringify(feature(record, copy)),
      ...Object.values(entry.changes).map((c) => JSON.stringify(c)),
    ];
  });

/** Line breaks and the like as they are in the text, not as JSON writes them. */
const unescaped = (text: string) => text.replace(/\\n/g, '\n').replace(/\\"/g, '"').replace(/\\\\/g, '\\');

describe('whatever the records and the profile', () => {
  it('nothing that was removed anywhere stands anywhere in the copy, its history or its log', () => {
    let removedOnes = 0;
    fc.assert(
      fc.property(fc.array(aCase, { minLength: 1, maxLength: 5 }), profile, (cases, chosen) => {
        const before = structuredClone(cases.map(({ stored }) => stored));
        const first = new Redactor(chosen);
        outputsOf(first, cases);
        const second = new Redactor(chosen, first.removed);
        const outputs = outputsOf(second, cases);
        removedOnes += second.secrets.length;
        const index = new SecretIndex(second.secrets.map(({ value }) => value));
        for (const output of outputs)
          expect([...index.find(unescaped(output))].map((one) => [second.secrets[one.value]?.value, output])).toEqual(
            [],
          );
        expect(cases.map(({ stored }) => stored)).toEqual(before);
      }),
      { numRuns: 200 },
    );
    expect(removedOnes).toBeGreaterThan(200);
  });

  it('a value is found however it is spelt, spaced or grouped', () => {
    fc.assert(
      fc.property(fc.constantFrom(...names, ...secrets), prose, prose, (secret, before, after) => {
        if (searchedAs(secret) === undefined) return;
        const index = new SecretIndex([secret]);
        const ways = [secret, secret.toUpperCase(), secret.normalize('NFD'), secret.replaceAll(' ', ' \n ')];
        for (const way of ways) {
          expect([...index.find(`${before} ${way} ${after}`)]).not.toEqual([]);
          expect(index.has(`${before} ${way} ${after}`)).toBe(true);
        }
      }),
    );
  });

  it('the quick search answers as the exact one does', () => {
    const index = new SecretIndex([...names, ...secrets], { alsoShort: true });
    fc.assert(
      fc.property(
        fc.oneof(
          spelt,
          fc.string({ unit: 'binary' }),
          fc.string({ unit: fc.constantFrom('5', '-', ' ', 'L', 'i', '0', 'ſ', 'Σ') }),
        ),
        (text) => {
          expect(foldedText(text)).toBe(fold(text).text);
          expect(index.has(text)).toBe(index.find(text).next().done !== true);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
