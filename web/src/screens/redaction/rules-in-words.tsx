import { readProfile } from '#shared/permit/redaction/stored-profile.ts';
import { HIDDEN, ruleText } from './rule-text.ts';

/** A version of a profile's rules, for the history. */
export const RulesInWords = ({ text }: { readonly text: string }) => {
  const read = readProfile(text);
  if (!('profile' in read)) return <span className="none">rules that can no longer be read</span>;
  const { rules, ordinary, fileMetadata } = read.profile;
  return (
    <ul className="plain-list">
      {rules.map((rule) => (
        <li key={rule.id}>
          {ruleText(rule)} ({rule.exemption.code})
        </li>
      ))}
      <li>
        {HIDDEN} ({fileMetadata.exemption.code})
      </li>
      {ordinary.length > 0 && <li>Ordinary words: {ordinary.join('; ')}</li>}
    </ul>
  );
};
