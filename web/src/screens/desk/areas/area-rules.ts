import { v7 } from 'uuid';
import type { Area, Rule, RuleOf } from '#shared/permit/redaction/profile.ts';
import type { Ground } from '#web/screens/desk/ground-dialog.tsx';

/** One marked area of a file, with the rule that it rests on. */
export interface Marked {
  readonly area: Area;
  readonly rule: RuleOf<'areas'>;
  /** Its place among the areas of the rule. */
  readonly at: number;
}

/** The page that an area lies on. What names none lies on the first, as in the copy; pictures have no other. */
export const pageOf = ({ page = 1 }: Area): number => page;

/** The marked areas of a file, page by page. */
export const markedIn = (rules: readonly Rule[], file: string): Marked[] =>
  rules
    .flatMap((rule) =>
      rule.kind === 'areas' && rule.file === file ? rule.areas.map((area, at) => ({ area, rule, at })) : [],
    )
    .toSorted((a, b) => pageOf(a.area) - pageOf(b.area));

export interface Numbered extends Marked {
  /** On the picture and in the list, from 1 and through all pages. */
  readonly number: number;
}

export const numberedIn = (rules: readonly Rule[], file: string): Numbered[] =>
  markedIn(rules, file).map((one, n) => ({ ...one, number: n + 1 }));

/** Those of one page; of a picture, which has no pages, all. */
export const onPage = <M extends Marked>(marked: readonly M[], page: number | undefined): M[] =>
  marked.filter(({ area }) => page === undefined || pageOf(area) === page);

const without = ({ rule, at }: Marked): Rule[] => {
  const areas = rule.areas.filter((_area, n) => n !== at);
  return areas.length === 0 ? [] : [{ ...rule, areas }];
};

/** The rules without one area; a rule that has no other goes with it. */
export const withoutArea = (rules: readonly Rule[], gone: Marked): Rule[] =>
  rules.flatMap((rule) => (rule.id === gone.rule.id ? without(gone) : [rule]));

const ruleOf = (file: string, area: Area, ground: Ground): Rule => ({
  id: v7(),
  kind: 'areas',
  file,
  areas: [area],
  ...ground,
});

/** Each area is a rule of its own, since each has its own exemption. One that was changed stays where it was. */
export const withArea = (
  rules: readonly Rule[],
  { file, area, ground, was }: { file: string; area: Area; ground: Ground; was?: Marked | undefined },
): Rule[] => {
  const made = ruleOf(file, area, ground);
  return was && rules.some(({ id }) => id === was.rule.id)
    ? rules.flatMap((rule) => (rule.id === was.rule.id ? [...without(was), made] : [rule]))
    : [...rules, made];
};
