import { describe, expect, it } from 'vitest';
import { faultsOf } from '#shared/permit/redaction/public-by-rule.ts';
import { profileSchema, type Rule } from '#shared/permit/redaction/profile.ts';
import { starters } from '#shared/permit/redaction/starters.ts';
import { newRules, withProfile } from '#web/screens/redaction/merge.ts';
import { ruleDetail, ruleText } from '#web/screens/redaction/rule-text.ts';

const washington = starters.find(({ key }) => key === 'washington')?.profile ?? profileSchema.parse({});
const kentucky = starters.find(({ key }) => key === 'kentucky')?.profile ?? profileSchema.parse({});
const empty = { version: 1, rules: [], ordinary: [] };

describe('a profile taken over by a request', () => {
  it('brings its rules, its ordinary words and what hidden data rests on', () => {
    const set = withProfile(empty, { ...washington, ordinary: ['City'] });
    expect(set.rules).toEqual(washington.rules);
    expect(set).toMatchObject({ version: 1, ordinary: ['City'], fileMetadata: washington.fileMetadata });
  });
  it('changes nothing that is there: the exemption given first stays, and no rule comes twice', () => {
    const once = withProfile(empty, washington);
    expect(newRules(once, kentucky)).toEqual([]);
    expect(withProfile(once, kentucky)).toEqual(once);
  });
  it('gives a rule another name where its own is taken', () => {
    const mine: Rule = { ...(washington.rules[0] as Rule), kind: 'terms', terms: ['Jane'], id: 'people' };
    const { rules } = withProfile({ ...empty, rules: [mine] }, washington);
    expect(rules).toHaveLength(washington.rules.length + 1);
    expect(faultsOf({ ...washington, rules })).toEqual([]);
  });
});

describe('a rule in words', () => {
  it('names the fields that a class takes, and none that is public by rule', () => {
    const [people] = washington.rules;
    if (people === undefined) throw new Error('The set has no rules.');
    expect(ruleText(people)).toBe('Names and contacts of people');
    expect(ruleDetail(people)).toMatch(
      /^The fields .*Requester.*\. What stood there is removed wherever else it stands\.$/,
    );
  });
  it('says how many areas of a picture are black', () => {
    const area = { x: 0, y: 0, width: 0.1, height: 0.1 };
    const file = '01890000-0000-7000-8000-000000000001';
    const base = { ...(washington.rules[0] as Rule), id: 'areas', kind: 'areas', file } as const;
    expect(ruleText({ ...base, areas: [area] })).toBe('One area of a picture or page');
    expect(ruleText({ ...base, areas: [area, area] })).toBe('2 areas of a picture or page');
  });
});
