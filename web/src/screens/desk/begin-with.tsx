import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Stored } from '#shared/model/record.ts';
import type { Redactions } from '#shared/permit/desk.ts';
import type { Profile } from '#shared/permit/redaction/profile.ts';
import { starters } from '#shared/permit/redaction/starters.ts';
import { readProfile } from '#shared/permit/redaction/stored-profile.ts';
import { records } from '#shared/records/index.ts';
import { newestQuery } from '#web/data/queries.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { newRules, withProfile } from '#web/screens/redaction/merge.ts';
import { RuleEntry } from '#web/screens/redaction/rule-entry.tsx';
import { HIDDEN, HIDDEN_DETAIL, ruleDetail, ruleText } from '#web/screens/redaction/rule-text.ts';
import { Button } from '#web/ui/button.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

interface Offer {
  readonly value: string;
  readonly label: string;
  /** Undefined when the rules that are stored cannot be read. */
  readonly profile: Profile | undefined;
}

const saved = ({ id, values }: Stored): Offer => {
  const read = readProfile(String(values.rules));
  return { value: id, label: String(values.name), profile: 'profile' in read ? read.profile : undefined };
};
const offered: readonly Offer[] = starters.map(({ key, label, profile }) => ({
  value: `starter:${key}`,
  label: `Starter set: ${label}`,
  profile,
}));

/** All that a profile removes, before it is taken. */
const Contents = ({ profile }: { readonly profile: Profile }) => (
  <>
    {profile.source !== undefined && <p className="help">{profile.source}</p>}
    <ul className="entries">
      {profile.rules.map((rule) => (
        <RuleEntry key={rule.id} text={ruleText(rule)} detail={ruleDetail(rule)} ground={rule} />
      ))}
      <RuleEntry text={HIDDEN} detail={HIDDEN_DETAIL} ground={profile.fileMetadata} />
    </ul>
  </>
);

const saidOf = (added: number, profile: Profile): string => {
  const there = profile.rules.length - added;
  const rules = `${added} ${added === 1 ? 'rule was' : 'rules were'} added.`;
  return there === 0 ? rules : `${rules} ${there} ${there === 1 ? 'was' : 'were'} there already.`;
};

/** The rules of a saved profile or of a starter set, taken over into those of this request. */
export const BeginWith = ({
  set,
  busy,
  change,
}: {
  readonly set: Redactions;
  readonly busy: boolean;
  readonly change: (change: (now: Redactions) => Redactions) => Promise<unknown>;
}) => {
  const [chosen, choose] = useState('');
  const [said, setSaid] = useState('');
  const profiles = useQuery(newestQuery(records.redactionProfile, 100));
  const offers = [
    ...(profiles.data?.items ?? []).filter((item) => item.archivedAt === undefined).map(saved),
    ...offered,
  ];
  const offer = offers.find(({ value }) => value === chosen);
  const take = (profile: Profile) => {
    const added = newRules(set, profile).length;
    void change((now) => withProfile(now, profile)).then(
      () => {
        setSaid(saidOf(added, profile));
        choose('');
      },
      // The panel shows what went wrong; the choice stays to be tried again.
      () => undefined,
    );
  };
  return (
    <div className="begin-with">
      <Select
        id="desk-profile"
        label="Take the rules of a profile or a starter set"
        help="They become rules of this request and can be put back one by one. The profile itself stays as it is."
        empty="Choose one to see what it removes"
        options={offers}
        value={chosen}
        onChange={(value) => {
          choose(value);
          setSaid('');
        }}
      />
      {profiles.error && (
        <Alert tone="error">
          <p>Your own profiles could not be loaded. {sentenceOf(profiles.error)}</p>
        </Alert>
      )}
      {profiles.data?.items.length === 0 && (
        <p className="help">
          Your agency has no profile of its own yet.{' '}
          <Link to="/$list" params={{ list: records.redactionProfile.path }}>
            Make one
          </Link>{' '}
          for rules that you use again and again.
        </p>
      )}
      {offer?.profile && (
        <>
          <Contents profile={offer.profile} />
          <div className="actions">
            <Button busy={busy} onClick={() => offer.profile && take(offer.profile)}>
              Remove all this from the copy
            </Button>
            <Button look="quiet" onClick={() => choose('')}>
              Cancel
            </Button>
          </div>
        </>
      )}
      {offer && offer.profile === undefined && (
        <Alert tone="error">
          <p>The rules of this profile cannot be read. Open the profile and save it again.</p>
        </Alert>
      )}
      <p role="status">{said}</p>
    </div>
  );
};
