import { same } from '#shared/derive/diff.ts';
import { lateKey, versionKey } from '#shared/derive/keys.ts';
import { fieldsOf, type AnyRecordType, type Values } from '#shared/model/record.ts';
import { GAP, type SealedEntry } from './entry.ts';
import { chainStart, linkOf } from './link.ts';
import { alteredPersonal, isSealed, openChanges } from './seal.ts';

/** The record that a chain is checked against. */
export interface Standing {
  readonly tenantId: string;
  readonly record: AnyRecordType;
  readonly id: string;
  readonly version: number;
  readonly values: Values;
}

export interface Proof {
  /** Entries of the chain, and those written before there was one. */
  entries: number;
  unchained: number;
  gaps: number[];
  rebuilt: number[];
  /** Values of personal fields that have been erased from their entries. */
  erased: number;
  /** The first thing found wrong, as a sentence. */
  broken?: string | undefined;
}

/** Checks the entries of one record one by one, in the order of their keys. Holds one entry and the values so far. */
export class ChainCheck {
  readonly proof: Proof = { entries: 0, unchained: 0, gaps: [], rebuilt: [], erased: 0 };
  private readonly at: Standing;
  private readonly start: string;
  private readonly held: Record<string, unknown> = {};
  private readonly unknown = new Set<string>();
  private readonly late: { version: number; entry: SealedEntry }[] = [];
  private version = 0;
  private last: SealedEntry | undefined;

  constructor(standing: Standing) {
    this.at = standing;
    this.start = chainStart(standing.tenantId, standing.record.name, standing.id);
  }

  /** Takes the next entry with the sort key it was found under. False once something is wrong. */
  take(sk: string, entry: SealedEntry): boolean {
    if (this.proof.broken === undefined)
      this.proof.broken = sk.startsWith('late#') ? this.afterwards(sk, entry) : this.next(sk, entry);
    return this.proof.broken === undefined;
  }

  /** Whether all is well as far as it goes, but the newest versions have no entry yet. */
  isBehind(): boolean {
    return this.proof.broken === undefined && this.version < this.at.version;
  }

  /** When all entries have been taken: what the record itself says against them. */
  end(): Proof {
    const { at, version, proof } = this;
    proof.broken ??=
      at.version > version
        ? `The ${this.noun()} is at version ${at.version}, but ${version === 0 ? 'it has no history' : `its history ends at version ${version}`}.`
        : at.version < version
          ? `The ${this.noun()} is at version ${at.version}, but its history goes on to version ${version}: the record was set back.`
          : (this.strayLate() ?? this.otherValue());
    return proof;
  }

  private next(sk: string, entry: SealedEntry): string | undefined {
    const expected = this.version + 1;
    if (sk !== versionKey(expected))
      return sk > versionKey(expected)
        ? `Version ${expected} of ${this.name()} has no entry.`
        : `The ${this.noun()} has an entry that no version stands for, at ${sk}.`;
    if (entry.version !== expected || entry.type !== this.at.record.name || entry.id !== this.at.id)
      return `The entry of version ${expected} of ${this.name()} is that of another version or record.`;
    const wrong = this.linkOfNext(entry) ?? this.personal(entry);
    if (wrong !== undefined) return wrong;
    this.count(entry);
    this.version = expected;
    this.last = entry;
    return undefined;
  }

  private linkOfNext(entry: SealedEntry): string | undefined {
    const which = `version ${entry.version} of ${this.name()}`;
    if (entry.hash === undefined)
      return this.last?.hash === undefined
        ? undefined
        : `The entry of ${which} carries no hash, although those before it do.`;
    if (entry.hash !== linkOf(this.at.tenantId, entry))
      return `The entry of ${which} was altered after it was written.`;
    return entry.previous === (this.last?.hash ?? this.start)
      ? undefined
      : `The entry of ${which} does not follow the one before it: one of the two was exchanged.`;
  }

  private personal(entry: SealedEntry): string | undefined {
    const field = entry.hash === undefined ? undefined : alteredPersonal(entry);
    return (
      field &&
      `The value of ${field} in the entry of version ${entry.version} of ${this.name()} was altered after it was written.`
    );
  }

  private count(entry: SealedEntry): void {
    const { proof } = this;
    if (entry.hash === undefined) proof.unchained += 1;
    else proof.entries += 1;
    if (entry.verb === GAP) proof.gaps.push(entry.version);
    if (entry.rebuilt) proof.rebuilt.push(entry.version);
    for (const change of entry.changes) {
      const erased = isSealed(change) && entry.personal?.[change.field] === undefined;
      if (erased) proof.erased += 1;
      if (erased) this.unknown.add(change.field);
      else this.unknown.delete(change.field);
    }
    for (const { field, after } of openChanges(entry)) this.held[field] = after;
  }

  /** What came late comes first in the order of keys, and is looked at again when its gap has been seen. */
  private afterwards(sk: string, entry: SealedEntry): string | undefined {
    const { version } = entry;
    if (sk !== lateKey(version) || entry.hash !== linkOf(this.at.tenantId, entry))
      return `The late entry of version ${version} of ${this.name()} was altered after it was written.`;
    this.late.push({ version, entry });
    return this.personal(entry);
  }

  private strayLate(): string | undefined {
    const stray = this.late.find(({ version }) => !this.proof.gaps.includes(version));
    return stray && `The late entry of version ${stray.version} of ${this.name()} stands for no gap.`;
  }

  /** What the entries add up to is what the record holds. */
  private otherValue(): string | undefined {
    const tracked = Object.entries(fieldsOf(this.at.record)).filter(
      ([field, { untracked }]) => !untracked && !this.unknown.has(field),
    );
    const other = tracked.find(([field]) => !same(this.at.values[field], this.held[field]));
    return (
      other &&
      `The ${this.noun()} holds another value of ${other[0]} than its history: it was altered without a version.`
    );
  }

  private name(): string {
    return `the ${this.noun()}`;
  }

  private noun(): string {
    return `${this.at.record.label.one.toLowerCase()} ${this.at.id}`;
  }
}
