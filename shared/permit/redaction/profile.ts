import * as z from 'zod';
import { isKeptNumber } from '#shared/model/field.ts';
import { exemptionSchema, reasonSchema } from './exemption.ts';

/** Groups of fields that mean the same in every record type. Facts that are public by rule are in none of them. */
export const fieldClasses = {
  personal: 'Names and contacts of people',
  people: 'Who of the agency was assigned or acted',
  places: 'Map locations',
  longText: 'Notes and descriptions',
  source: 'What an imported file said',
} as const;
export type FieldClass = keyof typeof fieldClasses;

export const patterns = {
  email: 'E-mail addresses',
  phone: 'Telephone numbers (North American)',
  ssn: 'Social Security numbers',
  card: 'Payment card numbers whose check digit holds',
} as const;
export type PatternName = keyof typeof patterns;

const keysOf = <K extends string>(table: Readonly<Record<K, string>>) => Object.keys(table) as [K, ...K[]];

const rule = {
  /** Names the rule in the log of the job; unique in its profile. */
  id: z.string().regex(/^[A-Za-z0-9_-]{1,40}$/),
  exemption: exemptionSchema,
  /** Why the exemption applies here, tied to what is removed. */
  reason: reasonSchema,
};
/** As ids are kept: one in other letters would name nothing, and what it was to withhold would go out. */
const id = z.uuid().toLowerCase();
/**
 * Holds for these records or files alone, by their ids; for all when absent. Texts have no such rule: what is removed
 * in one place of a copy is removed in every place of it.
 */
const only = z.array(id).min(1).max(500).optional();
const recordType = z.string().min(1).max(60);
const share = z.number().min(0).max(1).refine(isKeptNumber, 'This number is too small to be kept. Write 0.');
/** From a tenth of a thousandth: less is no area on any screen. */
const extent = z.number().min(0.0001).max(1);

/** A rectangle of a picture or page, in shares of its width and height from the top left, as the picture is shown. */
export const areaSchema = z.strictObject({
  page: z.int().min(1).max(10_000).optional(),
  x: share,
  y: share,
  width: extent,
  height: extent,
});
export type Area = z.output<typeof areaSchema>;

export const ruleSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...rule, kind: z.literal('records'), recordType, only }),
  z.strictObject({
    ...rule,
    kind: z.literal('fields'),
    recordType,
    fields: z.array(z.string()).min(1).max(100),
    only,
  }),
  z.strictObject({ ...rule, kind: z.literal('class'), class: z.enum(keysOf(fieldClasses)), only }),
  z.strictObject({
    ...rule,
    kind: z.literal('terms'),
    terms: z.array(z.string().trim().min(2, 'At least 2 characters.').max(200)).min(1).max(200),
  }),
  z.strictObject({ ...rule, kind: z.literal('pattern'), pattern: z.enum(keysOf(patterns)) }),
  /** Files withheld whole. */
  z.strictObject({
    ...rule,
    kind: z.literal('files'),
    contentTypes: z.array(z.string().max(100)).min(1).max(20).optional(),
    only,
  }),
  /** Parts of one picture or PDF, blackened in its pixels. */
  z.strictObject({ ...rule, kind: z.literal('areas'), file: id, areas: z.array(areaSchema).min(1).max(200) }),
]);
export type Rule = z.output<typeof ruleSchema>;
export type RuleOf<K extends Rule['kind']> = Extract<Rule, { kind: K }>;

/** What a profile decides, apart from its name: kept as data, changed by the agency. */
export const profileSchema = z.strictObject({
  /** Where the set comes from and that counsel should look at it; shown to whoever uses it. */
  source: z.string().trim().max(1000).optional(),
  rules: z.array(ruleSchema).max(200),
  /** Words that are no secret by themselves ("City"): removed at their place, but not looked for elsewhere. */
  ordinary: z.array(z.string().trim().min(1).max(200)).max(200).default([]),
  /** What the removal of hidden data in photos and PDFs rests on: camera, time, position, text layers. */
  fileMetadata: z.strictObject({ exemption: exemptionSchema, reason: reasonSchema }),
});
export type Profile = z.output<typeof profileSchema>;

/** The profile with what one request adds to it: its own terms, records, fields and marked areas. */
export const withAdditions = (profile: Profile, rules: readonly Rule[], ordinary: readonly string[] = []): Profile => ({
  ...profile,
  rules: [...profile.rules, ...rules],
  ordinary: [...profile.ordinary, ...ordinary],
});
