import { amountOf, marker } from './amount.ts';
import { folded } from './fold.ts';
import { partsOfPattern, type Part } from './patterns.ts';
import type { Profile, Rule, RuleOf } from './profile.ts';
import { SecretIndex } from './secret-index.ts';
import { ownWords } from './vocabulary.ts';

/** A value that was removed by a rule. It never goes into a log; it is what the finished copy is searched for. */
export interface Removed {
  readonly value: string;
  readonly rule: Rule;
}

/**
 * The removed values that may stand nowhere else: all but what the profile calls ordinary and the words of our own
 * forms. A term is a secret whatever word it is, since somebody wrote it down as one.
 */
export const secretsAmong = ({ ordinary }: Pick<Profile, 'ordinary'>, removed: readonly Removed[]): Removed[] => {
  const common = new Set(ordinary.map(folded));
  return removed.filter(({ value, rule }) => {
    const text = folded(value);
    return rule.kind === 'terms' || (!common.has(text) && !ownWords().has(text));
  });
};

interface Cut extends Part {
  readonly rule: Rule;
}

export interface CutText {
  readonly text: string;
  readonly cuts: readonly (Cut & { readonly amount: string; readonly value: string })[];
}

type Terms = { readonly index: SecretIndex; readonly rules: readonly Rule[] };

const termsOf = (removed: readonly Removed[], alsoShort: boolean): Terms => ({
  index: new SecretIndex(
    removed.map(({ value }) => value),
    { alsoShort },
  ),
  rules: removed.map(({ rule }) => rule),
});

const isKind =
  <K extends Rule['kind']>(kind: K) =>
  (rule: Rule): rule is RuleOf<K> =>
    rule.kind === kind;

/** Removes what the rules for text name, wherever text stands: fields, reasons, old values, file names. */
export class TextRules {
  readonly #patterns: readonly RuleOf<'pattern'>[];
  readonly #terms: Terms;
  readonly #carried: Terms;
  readonly #secrets: readonly Removed[];

  constructor({ rules, ordinary }: Pick<Profile, 'rules' | 'ordinary'>, carried: readonly Removed[]) {
    this.#patterns = rules.filter(isKind('pattern'));
    this.#terms = termsOf(
      rules.filter(isKind('terms')).flatMap((rule) => rule.terms.map((value) => ({ value, rule }))),
      true,
    );
    this.#secrets = secretsAmong({ ordinary }, carried);
    this.#carried = termsOf(this.#secrets, false);
  }

  /** The values carried over that may stand nowhere, and the index to look for them by. */
  get secrets(): { readonly values: readonly Removed[]; readonly index: SecretIndex } {
    return { values: this.#secrets, index: this.#carried.index };
  }

  cut(text: string): CutText {
    const found = merged([
      ...this.#termsIn(text, this.#terms),
      ...this.#patterns.flatMap((rule) => partsOfPattern(rule.pattern, text).map((part) => ({ ...part, rule }))),
      ...this.#termsIn(text, this.#carried),
    ]);
    const cuts = found.map((cut) => {
      const value = text.slice(cut.start, cut.end);
      return { ...cut, value, amount: amountOf(value) };
    });
    return { text: withMarkers(text, cuts), cuts };
  }

  /** The rule of a term or of a value carried over that stands in the text: such a value cannot be kept from the public. */
  termIn(text: string): Rule | undefined {
    return (this.#termsIn(text, this.#terms)[0] ?? this.#termsIn(text, this.#carried)[0])?.rule;
  }

  #termsIn(text: string, { index, rules }: Terms): Cut[] {
    return [...index.find(text)].flatMap(({ start, end, value }) => {
      const rule = rules[value];
      return rule ? [{ start, end, rule }] : [];
    });
  }
}

/** Parts that overlap become one, under the rule of the first. */
const merged = (cuts: readonly Cut[]): Cut[] =>
  cuts
    .toSorted((a, b) => a.start - b.start || b.end - a.end)
    .reduce<Cut[]>((kept, cut) => {
      const last = kept.at(-1);
      if (last === undefined || cut.start >= last.end) return [...kept, cut];
      return [...kept.slice(0, -1), { ...last, end: Math.max(last.end, cut.end) }];
    }, []);

const withMarkers = (text: string, cuts: CutText['cuts']): string => {
  let at = 0;
  let copy = '';
  for (const { start, end, amount, rule } of cuts) {
    copy += text.slice(at, start) + marker(amount, rule.exemption.code);
    at = end;
  }
  return copy + text.slice(at);
};
