import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { settingDefaults } from '#shared/model/settings.ts';
import { settingsQuery, type AgencySettings } from '#web/data/administration.ts';
import { retentionQuery } from '#web/data/retention.ts';
import { RadioTiles, TextInput } from '#web/ui/inputs.tsx';
import { Fetched } from '#web/ui/fetched.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { PermitYears } from './retention/permit-years.tsx';
import { SettingsForm, useSettingsForm } from './settings-form.tsx';
import { PublicRecordsSettings } from './settings-records.tsx';

const labels = {
  sessionHours: 'Longest session',
  idleMinutes: 'Session ends when unused for',
  mfaRequired: 'Sign-in codes are required for',
  accessDays: 'Keep access events for',
} as const;
type Name = keyof typeof labels;
const whole = ['sessionHours', 'idleMinutes', 'accessDays'] as const;
const units = { sessionHours: 'hours', idleMinutes: 'minutes', accessDays: 'days' } as const;
const mfaOptions = [
  { value: 'admins', label: 'Administrators' },
  { value: 'all', label: 'Everyone' },
];

const helpOf = (name: Name): string => {
  const { value, source } = settingDefaults[name];
  return `Default: ${name === 'mfaRequired' ? 'administrators' : String(value)}. ${source}`;
};

const SignInSettings = ({ settings }: { readonly settings: AgencySettings }) => {
  const { sessionHours, idleMinutes, accessDays, mfaRequired } = settings;
  const form = useSettingsForm<Name>({
    settings,
    labels,
    first: {
      sessionHours: String(sessionHours),
      idleMinutes: String(idleMinutes),
      accessDays: String(accessDays),
      mfaRequired,
    },
    toSent: (answers) => ({ ...answers, ...Object.fromEntries(whole.map((name) => [name, Number(answers[name])])) }),
  });
  const field = (name: Name) => ({ ...form.field(name, helpOf(name)), required: true });
  return (
    <SettingsForm form={form} saved="The settings were saved." button="Save settings">
      {whole.map((name) => (
        <TextInput key={name} {...field(name)} unit={units[name]} native={{ inputMode: 'numeric' }} />
      ))}
      <RadioTiles {...field('mfaRequired')} options={mfaOptions} row />
    </SettingsForm>
  );
};

const PermitPart = () => {
  const query = useQuery(retentionQuery);
  return <Fetched of={query}>{(data) => <PermitYears retention={data} />}</Fetched>;
};

export const SettingsScreen = () => {
  const query = useQuery(settingsQuery);
  return (
    <>
      <PageHeading title="Settings" />
      <Fetched of={query}>
        {(data) => (
          <>
            <p>
              Time zone of your agency: <strong>{data.timeZone}</strong>. Dates and times are shown in it, and days
              begin and end by it.
            </p>
            <Panel title="Signing in">
              <SignInSettings settings={data} />
            </Panel>
            <Panel title="Public records">
              <PublicRecordsSettings settings={data} />
            </Panel>
            <Panel title="Permit years and terms">
              <PermitPart />
            </Panel>
            <Panel title="Closing the account">
              <p>
                Your agency can leave: it exports what it has, and everything is deleted afterwards. Each step and its
                day are shown before anything begins.
              </p>
              <Link to="/settings/closing">Steps of closing the account</Link>
            </Panel>
          </>
        )}
      </Fetched>
    </>
  );
};
