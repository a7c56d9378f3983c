import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { settingDefaults, settingsPatch } from '#shared/model/settings.ts';
import { changeSettings, settingsQuery, type AgencySettings } from '#web/data/administration.ts';
import { isCode, sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { retentionQuery } from '#web/data/retention.ts';
import { Button } from '#web/ui/button.tsx';
import { RadioTiles, TextInput } from '#web/ui/inputs.tsx';
import { Alert, ErrorSummary, Loading } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { PermitYears } from './retention/permit-years.tsx';
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

const Form = ({ settings }: { readonly settings: AgencySettings }) => {
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({});
  const [messages, setMessages] = useState<Readonly<Record<string, string>>>({});
  const [attempt, setAttempt] = useState(0);
  const save = useMutation({
    mutationFn: () => changeSettings(settings.version, settingsPatch.parse(sent())),
    onSuccess: (saved) => {
      setAnswers({});
      queryClient.setQueryData(settingsQuery.queryKey, saved);
    },
    onError: (error) => {
      if (isCode(error, 'stale')) void queryClient.invalidateQueries(settingsQuery);
    },
  });
  const valueOf = (name: Name) => answers[name] ?? String(settings[name]);
  const sent = () => ({
    ...Object.fromEntries(whole.map((name) => [name, Number(valueOf(name))])),
    mfaRequired: valueOf('mfaRequired'),
  });
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    const parsed = settingsPatch.safeParse(sent());
    const issues = parsed.success ? [] : parsed.error.issues;
    setMessages(Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message])));
    setAttempt((n) => n + 1);
    if (parsed.success && !save.isPending) save.mutate();
  };
  const field = (name: Name) => ({
    id: `setting-${name}`,
    label: labels[name],
    required: true,
    help: `Default: ${name === 'mfaRequired' ? 'administrators' : String(settingDefaults[name].value)}. ${settingDefaults[name].source}`,
    error: messages[name],
    value: valueOf(name),
    onChange: (value: string) => setAnswers((before) => ({ ...before, [name]: value })),
  });
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary
        attempt={attempt}
        items={Object.entries(messages).map(([name, message]) => ({
          id: `setting-${name}`,
          label: labels[name as Name],
          message,
        }))}
      />
      {save.error && (
        <Alert tone="error">
          <p>{sentenceOf(save.error)}</p>
        </Alert>
      )}
      {save.isSuccess && Object.keys(answers).length === 0 && (
        <Alert tone="success">
          <p>The settings were saved.</p>
        </Alert>
      )}
      {whole.map((name) => (
        <TextInput key={name} {...field(name)} unit={units[name]} native={{ inputMode: 'numeric' }} />
      ))}
      <RadioTiles {...field('mfaRequired')} options={mfaOptions} row />
      <Button type="submit" busy={save.isPending}>
        {save.isPending ? 'Saving…' : 'Save settings'}
      </Button>
    </form>
  );
};

const PermitPart = () => {
  const { data, error } = useQuery(retentionQuery);
  if (error)
    return (
      <Alert tone="error">
        <p>{sentenceOf(error)}</p>
      </Alert>
    );
  return data === undefined ? <Loading /> : <PermitYears retention={data} />;
};

export const SettingsScreen = () => {
  const { data, error } = useQuery(settingsQuery);
  return (
    <>
      <PageHeading title="Settings" />
      {error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : data === undefined ? (
        <Loading />
      ) : (
        <>
          <p>
            Time zone of your agency: <strong>{data.timeZone}</strong>. Dates and times are shown in it, and days begin
            and end by it.
          </p>
          <Panel title="Signing in">
            <Form settings={data} />
          </Panel>
          <Panel title="Public records">
            <PublicRecordsSettings settings={data} />
          </Panel>
          <Panel title="Permit years and terms">
            <PermitPart />
          </Panel>
          <Panel title="Closing the account">
            <p>
              Your agency can leave: it exports what it has, and everything is deleted afterwards. Each step and its day
              are shown before anything begins.
            </p>
            <Link to="/settings/closing">Steps of closing the account</Link>
          </Panel>
        </>
      )}
    </>
  );
};
