import type { Geometry } from '#shared/geo/geometry.ts';
import type { Field } from '#shared/model/field.ts';
import { fieldsOf, type AnyRecordType, type Stored, type Values } from '#shared/model/record.ts';
import type { Withheld } from '#shared/model/withheld.ts';
import { marker, wholeAmount } from './amount.ts';
import type { Deletion, Refusal } from './deletion.ts';
import { kindAmount, ruleForField, ruleForFile, ruleForRecord } from './field-rules.ts';
import type { Profile, Rule } from './profile.ts';
import { Notes, type Spot } from './notes.ts';
import { isPublic } from './public-by-rule.ts';
import { secretsAmong, TextRules, type Removed } from './text-rules.ts';
import { placeTexts, textsOfValue } from './values.ts';

export interface RedactedRecord {
  /** Absent when the record is withheld whole. */
  readonly copy?: Stored;
  readonly deletions: readonly Deletion[];
  /** Where the profile asks for what the law holds public. A run with any of these must stop. */
  readonly refusals: readonly Refusal[];
}

/** One change of a record's history, old and new value. */
export interface HistoryEntry {
  readonly version: number;
  readonly reason?: string | undefined;
  readonly changes: readonly { readonly field: string; readonly before?: unknown; readonly after?: unknown }[];
}

export interface RedactedEntry<E> {
  readonly copy: E;
  readonly deletions: readonly Deletion[];
  readonly refusals: readonly Refusal[];
}

/**
 * Makes copies of records, entries and names without what a profile removes. Given values as they are stored, it never
 * changes them. `carried` are the values that a first pass over the whole copy removed: the second removes them
 * wherever else they stand.
 */
export class Redactor {
  readonly profile: Profile;
  readonly #texts: TextRules;
  readonly #removed = new Map<string, Removed>();
  readonly #noted: (removed: Removed) => void;

  /** `noted` is told of each value that is removed for the first time. */
  constructor(profile: Profile, carried: readonly Removed[] = [], noted: (removed: Removed) => void = () => undefined) {
    this.profile = profile;
    this.#noted = noted;
    this.#texts = new TextRules(profile, carried);
    for (const rule of profile.rules) if (rule.kind === 'terms') for (const term of rule.terms) this.#keep(term, rule);
  }

  /** Everything removed so far, and the terms themselves. For the check of the copy; never for a log or a person. */
  get removed(): readonly Removed[] {
    return [...this.#removed.values()];
  }

  /** What the finished copy is searched for. */
  get secrets(): readonly Removed[] {
    return secretsAmong(this.profile, this.removed);
  }

  /** Of what was carried over, all that may stand nowhere: the finished copy is searched for it. */
  get carried(): TextRules['secrets'] {
    return this.#texts.secrets;
  }

  record(record: AnyRecordType, stored: Stored): RedactedRecord {
    const notes = new Notes(record, stored.id);
    const whole = ruleForRecord(this.profile, record, stored.id);
    if (whole) {
      this.#keepAll(record, stored.values, whole);
      notes.delete('record', record.label.one, 'whole record', whole);
      return { deletions: notes.deletions, refusals: [] };
    }
    const values = Object.fromEntries(
      Object.entries(stored.values).map(([name, value]) => [name, this.#value(notes.at(name), value)]),
    );
    return { copy: { ...stored, values }, deletions: notes.deletions, refusals: notes.refusals };
  }

  /** Old values can hold what the record no longer says, so they are cut like the new ones. */
  entry<E extends HistoryEntry>(record: AnyRecordType, id: string, entry: E): RedactedEntry<E> {
    const notes = new Notes(record, id);
    const history = `History, version ${entry.version}`;
    const changes = entry.changes.map((change) => {
      const side = (name: 'before' | 'after') =>
        change[name] === undefined
          ? {}
          : { [name]: this.#value(notes.at(change.field, `${history}, `, `, ${name}`), change[name]) };
      return { ...change, ...side('before'), ...side('after') };
    });
    const reason =
      entry.reason === undefined ? {} : { reason: this.#text(notes.at(`${history}, reason`), entry.reason) };
    return { copy: { ...entry, ...reason, changes }, deletions: notes.deletions, refusals: notes.refusals };
  }

  /** A text that belongs to no field, such as a line of a manifest. `where` says in words which one it is. */
  text(
    record: AnyRecordType,
    id: string,
    where: string,
    text: string,
  ): { copy: string; deletions: readonly Deletion[] } {
    const notes = new Notes(record, id);
    return { copy: this.#text(notes.at(where), text), deletions: notes.deletions };
  }

  /** A name for a file or folder: the same deletions, in characters that every file system takes. */
  fileName(name: string): string {
    const { cuts } = this.#texts.cut(name);
    return cuts.reduceRight((copy, { start, end }) => `${copy.slice(0, start)}redacted${copy.slice(end)}`, name);
  }

  /** The rule that withholds a file whole, if any. */
  withheldFile(id: string, contentType: string): Rule | undefined {
    return ruleForFile(this.profile, id, contentType);
  }

  #value(spot: Spot, value: unknown): unknown {
    const field = fieldsOf(spot.record)[spot.name];
    // A field that is no longer declared says nothing about itself: it does not leave.
    if (field === undefined || value === undefined) return undefined;
    if (isPublic(spot.record, spot.name)) return this.#publicValue(spot, field, value);
    const rule = ruleForField(this.profile, spot.record, spot.name, spot.id) ?? this.#ruleForPlace(field, value);
    if (rule) return this.#withheld(spot, field, value, rule);
    if (field.kind === 'text' && typeof value === 'string') return this.#text(spot, value);
    return field.kind === 'attributes' ? this.#attributes(spot, value) : value;
  }

  #publicValue(spot: Spot, field: Field, value: unknown): unknown {
    const rule = typeof value === 'string' ? this.#texts.termIn(value) : undefined;
    if (rule) spot.refuse(field.label, rule);
    return value;
  }

  #text(spot: Spot, text: string): string {
    const { text: copy, cuts } = this.#texts.cut(text);
    cuts.forEach(({ rule, amount, value }, index) => {
      this.#keep(value, rule);
      spot.delete('part', amount, rule, cuts.length === 1 ? '' : `, deletion ${index + 1} of ${cuts.length}`);
    });
    return copy;
  }

  #attributes(spot: Spot, value: unknown): unknown {
    return Object.fromEntries(
      Object.entries(value as Record<string, unknown>).map(([key, one]) => {
        if (typeof one !== 'string' && typeof one !== 'number') return [key, one];
        const copy = this.#text(spot, String(one));
        return [key, copy === String(one) ? one : copy];
      }),
    );
  }

  /** A place that was removed elsewhere is removed here too. */
  #ruleForPlace(field: Field, value: unknown): Rule | undefined {
    if (field.kind !== 'geometry') return undefined;
    return placeTexts(value as Geometry)
      .map((text) => this.#texts.termIn(text))
      .find((rule) => rule !== undefined);
  }

  #withheld(spot: Spot, field: Field, value: unknown, rule: Rule): Withheld {
    for (const text of textsOfValue(field, value)) this.#keep(text, rule);
    const amount = field.kind === 'text' && typeof value === 'string' ? wholeAmount(value) : kindAmount[field.kind];
    spot.delete('field', amount, rule);
    return { redacted: marker(amount, rule.exemption.code) };
  }

  #keepAll(record: AnyRecordType, values: Values, rule: Rule): void {
    for (const [name, field] of Object.entries(fieldsOf(record)))
      if (values[name] !== undefined) for (const text of textsOfValue(field, values[name])) this.#keep(text, rule);
  }

  #keep(value: string, rule: Rule): void {
    if (this.#removed.has(value)) return;
    this.#removed.set(value, { value, rule });
    this.#noted({ value, rule });
  }
}

/** One record by itself, as a preview shows it. A whole copy takes two passes with one Redactor each. */
export const redactRecord = (record: AnyRecordType, stored: Stored, profile: Profile): RedactedRecord =>
  new Redactor(profile).record(record, stored);
