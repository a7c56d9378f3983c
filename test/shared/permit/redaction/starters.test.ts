import { describe, expect, it } from 'vitest';
import { profileSchema } from '#shared/permit/redaction/profile.ts';
import { starters } from '#shared/permit/redaction/starters.ts';
import { profileText, readProfile } from '#shared/permit/redaction/stored-profile.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';

describe.each(starters)('the set for $label', ({ profile }) => {
  it('is a profile that can be saved as it is', () => {
    expect(readProfile(profileText(profile))).toEqual({ profile: profileSchema.parse(profile) });
  });
  it('names its source, and that counsel should look at it', () => {
    expect(profile.source).toMatch(/§|U\.S\.C\.|RCW|KRS|ch\. 119/);
    expect(profile.source).toContain('check each rule with your counsel');
  });
  it('cites a law at each rule', () => {
    expect(profile.rules.length).toBeGreaterThan(0);
    for (const { exemption } of [...profile.rules, profile.fileMetadata])
      expect(exemption.citation).toMatch(/U\.S\.C\.|Code|Stat\.|RCW|KRS|O\.C\.G\.A\.|P\.S\.|Law/);
  });
});

describe('a saved profile', () => {
  it('is not read when it would withhold what is public by rule', () => {
    const read = readProfile(
      profileText(aProfile(aRule({ kind: 'fields', recordType: 'outfall', fields: ['location'] }))),
    );
    expect(read).toMatchObject({ faults: [{ path: 'rules.0' }] });
  });
  it.each(['', '{', '[]', '{"rules":[]}'])('is not read from %j', (text) => {
    expect(readProfile(text)).toHaveProperty('faults');
  });
});
