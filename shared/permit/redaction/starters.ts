import type { Exemption } from './exemption.ts';
import type { Profile, Rule } from './profile.ts';

/** A set of rules to begin with. It becomes the agency's own once it is saved. */
export interface Starter {
  readonly key: string;
  readonly label: string;
  readonly profile: Profile;
}

const asExemption = (code: string, citation: string): Exemption => ({ code, citation });
type Kind = Pick<Rule, 'exemption' | 'reason'>;

const people = (said: Kind): Rule => ({ id: 'people', kind: 'class', class: 'personal', ...said });
const email = (said: Kind): Rule => ({ id: 'email', kind: 'pattern', pattern: 'email', ...said });
const phone = (said: Kind): Rule => ({ id: 'phone', kind: 'pattern', pattern: 'phone', ...said });
const ssn = (said: Kind): Rule => ({ id: 'ssn', kind: 'pattern', pattern: 'ssn', ...said });
const card = (said: Kind): Rule => ({ id: 'card', kind: 'pattern', pattern: 'card', ...said });

const because = (exemption: Exemption, reason: string): Kind => ({ exemption, reason });

const contactReason = 'Names or reaches a private person; it says nothing about how the agency does its work.';
const numberReason = 'A number that would let others act in the name of a person.';
const hiddenReason =
  'Data that camera or program added to the file, such as positions of homes and names of authors; what the file shows is released.';

const starter = (key: string, label: string, source: string, rules: readonly Rule[], hidden: Exemption): Starter => ({
  key,
  label,
  profile: {
    source: `${source} A set to begin with, not legal advice: check each rule with your counsel before you use it.`,
    rules: [...rules],
    ordinary: [],
    fileMetadata: { exemption: hidden, reason: hiddenReason },
  },
});

/** Personal contacts and numbers under one exemption of privacy. */
const byPrivacy = (privacy: Exemption, numbers = privacy): Rule[] => [
  people(because(privacy, contactReason)),
  email(because(privacy, contactReason)),
  phone(because(privacy, contactReason)),
  ssn(because(numbers, numberReason)),
  card(because(numbers, numberReason)),
];

const federal = asExemption('(b)(6)', '5 U.S.C. 552(b)(6)');
const california = asExemption('CA 7927.700', 'Cal. Gov. Code § 7927.700');
const texasAny = asExemption('TX 552.101', "Tex. Gov't Code § 552.101");
const texasEmail = asExemption('TX 552.137', "Tex. Gov't Code § 552.137");
const texasSsn = asExemption('TX 552.147', "Tex. Gov't Code § 552.147");
const texasCard = asExemption('TX 552.136', "Tex. Gov't Code § 552.136");
const floridaSsn = asExemption('FL 119.071(5)(a)', 'Fla. Stat. § 119.071(5)(a)');
const floridaCard = asExemption('FL 119.071(5)(b)', 'Fla. Stat. § 119.071(5)(b)');
const washington = asExemption('WA 42.56.230', 'RCW 42.56.230');
const washingtonCard = asExemption('WA 42.56.230(5)', 'RCW 42.56.230(5)');
const kentucky = asExemption('KY 61.878(1)(a)', 'KRS 61.878(1)(a)');
const georgia = asExemption('GA 50-18-72(a)(20)', 'O.C.G.A. § 50-18-72(a)(20)');
const pennsylvania = asExemption('PA 708(b)(6)', '65 P.S. § 67.708(b)(6)');
const newYork = asExemption('NY 87(2)(b)', 'N.Y. Public Officers Law § 87(2)(b)');

/** Data, not law: what each state exempts is for counsel to say, and every rule can be changed. */
export const starters: readonly Starter[] = [
  starter(
    'federal',
    'By the federal FOIA',
    'Freedom of Information Act, 5 U.S.C. 552(b). It binds federal agencies only; many states follow its form.',
    byPrivacy(federal),
    federal,
  ),
  starter(
    'california',
    'California',
    'California Public Records Act, Gov. Code § 7920.000 and following. Who complained is weighed case by case (§ 7922.000), so no rule here does it for you.',
    byPrivacy(california, asExemption('CA 7922.200', 'Cal. Gov. Code § 7922.200')),
    california,
  ),
  starter(
    'texas',
    'Texas',
    "Texas Public Information Act, Gov't Code ch. 552. The informer's privilege (§ 552.101) covers who reported a violation, unless the subject knows already.",
    [
      people(because(texasAny, 'Identifies a person who reported a possible violation to officials who enforce it.')),
      email(because(texasEmail, 'An e-mail address of a member of the public, given to communicate with the agency.')),
      ssn(because(texasSsn, numberReason)),
      card(because(texasCard, numberReason)),
    ],
    texasAny,
  ),
  starter(
    'florida',
    'Florida',
    'Florida Public Records Act, ch. 119. Names, e-mail addresses and telephone numbers are open unless a law says otherwise.',
    [ssn(because(floridaSsn, numberReason)), card(because(floridaCard, numberReason))],
    floridaSsn,
  ),
  starter(
    'georgia',
    'Georgia',
    'Georgia Open Records Act, O.C.G.A. § 50-18-72(a)(20): personal e-mail addresses, cellular numbers, Social Security and card numbers.',
    byPrivacy(georgia),
    georgia,
  ),
  starter(
    'kentucky',
    'Kentucky',
    'Kentucky Open Records Act, KRS 61.878(1)(a): a clearly unwarranted invasion of personal privacy.',
    byPrivacy(kentucky),
    kentucky,
  ),
  starter(
    'new-york',
    'New York',
    'Freedom of Information Law, Public Officers Law § 87(2)(b) and § 89(2): an unwarranted invasion of personal privacy.',
    byPrivacy(newYork),
    newYork,
  ),
  starter(
    'pennsylvania',
    'Pennsylvania',
    'Right-to-Know Law, 65 P.S. § 67.708(b)(6): personal identification information.',
    byPrivacy(pennsylvania),
    pennsylvania,
  ),
  starter(
    'washington',
    'Washington',
    'Public Records Act, RCW 42.56. Complainants who ask for it are protected by RCW 42.56.240(2); each denial must name the exemption and explain it (RCW 42.56.210(3)).',
    byPrivacy(washington, washingtonCard),
    washington,
  ),
];
