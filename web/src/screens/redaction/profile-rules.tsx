import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { Stored } from '#shared/model/record.ts';
import type { Profile } from '#shared/permit/redaction/profile.ts';
import { profileText, readProfile } from '#shared/permit/redaction/stored-profile.ts';
import { records } from '#shared/records/index.ts';
import { useMay } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { noteSaved } from '#web/data/queries.ts';
import { changeRecord } from '#web/data/records.ts';
import { GroundDialog, type Ground } from '#web/screens/desk/ground-dialog.tsx';
import { Button } from '#web/ui/button.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { OrdinaryWords } from './ordinary-words.tsx';
import { choices, ruleOf, WORDS } from './rule-choices.ts';
import { RuleEntry } from './rule-entry.tsx';
import { HIDDEN, HIDDEN_DETAIL, ruleDetail, ruleText } from './rule-text.ts';

const { redactionProfile } = records;

/** Saved over the version on the screen: of two people who change a profile at once, the second is told. */
const useProfile = (item: Stored) => {
  const save = useMutation({
    mutationFn: (profile: Profile) =>
      changeRecord(redactionProfile, item.id, item.version, { rules: profileText(profile) }),
    onSuccess: (saved) => noteSaved(redactionProfile, saved),
  });
  const read = readProfile(String(item.values.rules));
  return { save, profile: 'profile' in read ? read.profile : undefined };
};

interface Asking {
  readonly title: string;
  readonly first: Ground | undefined;
  readonly words?: string;
  readonly change: (ground: Ground, words: string) => Profile;
}

const dialogFirst = (ground: Ground | undefined) => ({
  code: ground?.exemption.code ?? '',
  citation: ground?.exemption.citation ?? '',
  reason: ground?.reason ?? '',
});

const swapped = (profile: Profile, id: string, ground: Ground): Profile => ({
  ...profile,
  rules: profile.rules.map((rule) => (rule.id === id ? { ...rule, ...ground } : rule)),
});

/** What a profile removes, each rule with the exemption that it rests on. */
export const ProfileRules = ({ item }: { readonly item: Stored }) => {
  const may = useMay();
  const { save, profile } = useProfile(item);
  const [what, setWhat] = useState('');
  const [asking, setAsking] = useState<Asking>();
  if (profile === undefined)
    return (
      <Panel title="Rules">
        <p className="none">The rules may name people. They are shown to those who make copies for the public.</p>
      </Panel>
    );
  const mayChange = may.act(redactionProfile, 'update') && item.archivedAt === undefined;
  const add = (choice: string) =>
    setAsking({
      title: choices.find(({ value }) => value === choice)?.label ?? 'Remove words',
      first: profile.rules.at(-1),
      ...(choice === WORDS ? { words: '' } : {}),
      change: (ground, words) => ({ ...profile, rules: [...profile.rules, ruleOf(choice, ground, words)] }),
    });
  return (
    <Panel title="Rules">
      {typeof item.values.use === 'string' && <p>{item.values.use}</p>}
      {profile.source !== undefined && <p className="help">{profile.source}</p>}
      <p>Sample results, permit numbers and places of outfalls are public by rule: no profile removes them.</p>
      <ul className="entries">
        {profile.rules.map((rule) => (
          <RuleEntry key={rule.id} text={ruleText(rule)} detail={ruleDetail(rule)} ground={rule}>
            {mayChange && (
              <>
                <Button
                  look="quiet"
                  onClick={() =>
                    setAsking({
                      title: ruleText(rule),
                      first: rule,
                      change: (ground) => swapped(profile, rule.id, ground),
                    })
                  }
                >
                  Change the exemption<span className="hidden-text">: {ruleText(rule)}</span>
                </Button>
                <Button
                  look="quiet"
                  onClick={() => save.mutate({ ...profile, rules: profile.rules.filter(({ id }) => id !== rule.id) })}
                >
                  Take the rule out<span className="hidden-text">: {ruleText(rule)}</span>
                </Button>
              </>
            )}
          </RuleEntry>
        ))}
        <RuleEntry text={HIDDEN} detail={HIDDEN_DETAIL} ground={profile.fileMetadata}>
          {mayChange && (
            <Button
              look="quiet"
              onClick={() =>
                setAsking({
                  title: HIDDEN,
                  first: profile.fileMetadata,
                  change: (ground) => ({ ...profile, fileMetadata: ground }),
                })
              }
            >
              Change the exemption<span className="hidden-text">: {HIDDEN}</span>
            </Button>
          )}
        </RuleEntry>
      </ul>
      {save.error && (
        <Alert tone="error">
          <p>{sentenceOf(save.error)}</p>
        </Alert>
      )}
      {mayChange && (
        <div className="desk-add">
          <Select
            id="profile-rule"
            label="Remove from every copy"
            empty="Choose what"
            options={choices}
            value={what}
            onChange={setWhat}
          />
          <Button look="outline" onClick={() => what !== '' && add(what)}>
            Add this rule
          </Button>
          <Button look="outline" onClick={() => add(WORDS)}>
            Add words
          </Button>
        </div>
      )}
      <OrdinaryWords
        ordinary={profile.ordinary}
        save={mayChange ? (ordinary) => save.mutateAsync({ ...profile, ordinary: [...ordinary] }) : undefined}
      />
      {asking && (
        <GroundDialog
          title={asking.title}
          about={<p>Name the exemption. Counsel should agree with it.</p>}
          first={dialogFirst(asking.first)}
          {...(asking.words === undefined ? {} : { words: asking.words })}
          save={(ground, words) => save.mutateAsync(asking.change(ground, words))}
          onClose={() => {
            setAsking(undefined);
            setWhat('');
          }}
        />
      )}
    </Panel>
  );
};
