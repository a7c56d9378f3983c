import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import type { Deletion, DeletionKind, Refusal } from './deletion.ts';
import type { Rule } from './profile.ts';
import { PUBLIC_BY_RULE } from './public-by-rule.ts';

/** What is to be said about the copy of one record. */
export class Notes {
  readonly record: AnyRecordType;
  readonly id: string;
  readonly deletions: Deletion[] = [];
  readonly refusals: Refusal[] = [];

  constructor(record: AnyRecordType, id: string) {
    this.record = record;
    this.id = id;
  }

  /** A place in the record: the name of a field, or words of its own where there is no field. */
  at(name: string, before = '', after = ''): Spot {
    return new Spot(this, name, before, after);
  }

  delete(kind: DeletionKind, place: string, amount: string, rule: Rule, field?: string): void {
    this.deletions.push({
      kind,
      recordType: this.record.name,
      recordId: this.id,
      ...(field === undefined ? {} : { field }),
      place,
      amount,
      rule: rule.id,
      exemption: rule.exemption,
      reason: rule.reason,
    });
  }
}

/** One place of a record, in the words in which the log names it. */
export class Spot {
  readonly name: string;
  readonly #notes: Notes;
  readonly #before: string;
  readonly #after: string;

  constructor(notes: Notes, name: string, before: string, after: string) {
    this.name = name;
    this.#notes = notes;
    this.#before = before;
    this.#after = after;
  }

  get record(): AnyRecordType {
    return this.#notes.record;
  }

  get id(): string {
    return this.#notes.id;
  }

  delete(kind: DeletionKind, amount: string, rule: Rule, which = ''): void {
    const field = fieldsOf(this.record)[this.name];
    const place = `${this.#before}${field?.label ?? this.name}${this.#after}${which}`;
    this.#notes.delete(kind, place, amount, rule, field && this.name);
  }

  refuse(label: string, rule: Rule): void {
    const message =
      `A text that the rule "${rule.id}" removes stands in ${this.#before}${label} of this ` +
      `${this.record.label.one.toLowerCase()}, which is ${PUBLIC_BY_RULE}. Change the rule, or list the text as ordinary.`;
    this.#notes.refusals.push({ recordType: this.record.name, recordId: this.id, field: this.name, message });
  }
}
