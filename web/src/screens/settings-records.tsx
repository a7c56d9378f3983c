import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { jurisdictionLabels, jurisdictions, type Jurisdiction } from '#shared/model/jurisdiction.ts';
import { settingDefaults, settingsPatch } from '#shared/model/settings.ts';
import { responseClocks } from '#shared/permit/response-clocks.ts';
import { stateHolidays } from '#shared/permit/state-holidays.ts';
import { changeSettings, settingsQuery, type AgencySettings } from '#web/data/administration.ts';
import { isCode, sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { Button } from '#web/ui/button.tsx';
import { RadioTiles, Select, TextArea, TextInput } from '#web/ui/inputs.tsx';
import { Alert, ErrorSummary } from '#web/ui/messages.tsx';

const labels = {
  requestLaw: 'Law for public-records requests',
  requestDays: 'Your own number of days to answer',
  closingDays: 'Days on which your office is closed',
  secondReview: 'A second person reviews before a release',
} as const;
type Name = keyof typeof labels;

const yesNo = [
  { value: 'yes', label: 'Yes' },
  { value: 'no', label: 'No' },
];

const atFirst = ({ requestLaw, requestDays, closingDays, secondReview }: AgencySettings): Record<Name, string> => ({
  requestLaw: requestLaw ?? '',
  requestDays: requestDays === null ? '' : String(requestDays),
  closingDays: closingDays.join('\n'),
  secondReview: secondReview ? 'yes' : 'no',
});

const sent = (answers: Readonly<Record<Name, string>>) => ({
  requestLaw: answers.requestLaw === '' ? null : answers.requestLaw,
  requestDays: answers.requestDays.trim() === '' ? null : Number(answers.requestDays),
  closingDays: answers.closingDays.split(/[\s,;]+/).filter(Boolean),
  secondReview: answers.secondReview === 'yes',
});

/** What the chosen law says, so that nobody has to take our word for it. */
const LawNote = ({ law }: { readonly law: Jurisdiction }) => {
  const { days, count, source, means, extension } = responseClocks[law];
  return (
    <p className="help">
      {days} {count} days: {source}. {means}{' '}
      {extension && `Can be put off by ${extension.days} ${extension.count} days (${extension.source}). `}
      Holidays: {stateHolidays[law].source}. Check this against the law in force; these are starting points, not advice.
    </p>
  );
};

export const PublicRecordsSettings = ({ settings }: { readonly settings: AgencySettings }) => {
  const [changed, setChanged] = useState<Partial<Record<Name, string>>>({});
  const [messages, setMessages] = useState<Readonly<Record<string, string>>>({});
  const [attempt, setAttempt] = useState(0);
  const answers = { ...atFirst(settings), ...changed };
  const save = useMutation({
    mutationFn: () => changeSettings(settings.version, settingsPatch.parse(sent(answers))),
    onSuccess: (saved) => {
      setChanged({});
      queryClient.setQueryData(settingsQuery.queryKey, saved);
    },
    onError: (error) => {
      if (isCode(error, 'stale')) void queryClient.invalidateQueries(settingsQuery);
    },
  });
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    const parsed = settingsPatch.safeParse(sent(answers));
    const issues = parsed.success ? [] : parsed.error.issues;
    setMessages(Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message])));
    setAttempt((n) => n + 1);
    if (parsed.success && !save.isPending) save.mutate();
  };
  const field = (name: Name, help: string) => ({
    id: `setting-${name}`,
    label: labels[name],
    help,
    error: messages[name],
    value: answers[name],
    onChange: (value: string) => setChanged((before) => ({ ...before, [name]: value })),
  });
  const law = jurisdictions.find((one) => one === answers.requestLaw);
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
      {save.isSuccess && Object.keys(changed).length === 0 && (
        <Alert tone="success">
          <p>The settings for public records were saved.</p>
        </Alert>
      )}
      <Select
        {...field('requestLaw', settingDefaults.requestLaw.source)}
        empty="Not chosen: each request says it"
        options={jurisdictions.map((value) => ({ value, label: jurisdictionLabels[value] }))}
      />
      {law && <LawNote law={law} />}
      <TextInput
        {...field('requestDays', 'Empty: the number of days in the law. Requests that are there keep their day.')}
        unit="days"
        native={{ inputMode: 'numeric' }}
      />
      <TextArea
        {...field(
          'closingDays',
          'One day in each line, for example 2026-12-24. The holidays of your state are known already.',
        )}
      />
      <RadioTiles
        {...field('secondReview', 'Yes: whoever prepared a copy cannot approve it.')}
        required
        options={yesNo}
        row
      />
      <Button type="submit" busy={save.isPending}>
        {save.isPending ? 'Saving…' : 'Save public records'}
      </Button>
    </form>
  );
};
