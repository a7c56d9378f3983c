import { v7 } from 'uuid';
import type { Profile, Rule } from '#shared/permit/redaction/profile.ts';
import type { RedactionSet } from '#shared/permit/redaction/redaction-set.ts';

/** Two rules that remove the same, whatever each rests on. */
const sameTarget = (
  { id: _a, exemption: _b, reason: _c, ...one }: Rule,
  { id: _d, exemption: _e, reason: _f, ...two }: Rule,
) => JSON.stringify(Object.entries(one).toSorted()) === JSON.stringify(Object.entries(two).toSorted());

/** The rules of a profile that a request does not have yet. What it has keeps the exemption that was given there. */
export const newRules = (set: Pick<RedactionSet, 'rules'>, { rules }: Profile): Rule[] =>
  rules.filter((rule) => !set.rules.some((there) => sameTarget(there, rule)));

/** A request's set with all of a profile in it. Later changes of the profile do not reach it. */
export const withProfile = <S extends RedactionSet>(set: S, profile: Profile): S => {
  const taken = new Set(set.rules.map(({ id }) => id));
  const added = newRules(set, profile).map((rule) => (taken.has(rule.id) ? { ...rule, id: v7() } : rule));
  return {
    ...set,
    rules: [...set.rules, ...added],
    ordinary: [...new Set([...set.ordinary, ...profile.ordinary])],
    fileMetadata: set.fileMetadata ?? profile.fileMetadata,
  };
};
