import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { settingsPatch } from '#shared/model/settings.ts';
import { ClosedToChanges } from '#web/app/closing-banner.tsx';
import { useWho } from '#web/app/session.ts';
import { changeSettings, settingsQuery, type AgencySettings } from '#web/data/administration.ts';
import { isCode, sentenceOf } from '#web/data/problem.ts';
import { queryClient, sessionQuery } from '#web/data/queries.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, ErrorSummary } from '#web/ui/messages.tsx';

interface PartOfSettings<N extends string> {
  readonly settings: AgencySettings;
  readonly labels: Readonly<Record<N, string>>;
  /** What is kept, as the inputs have it. */
  readonly first: Readonly<Record<N, string>>;
  /** The answers as the settings have them. */
  readonly toSent: (answers: Readonly<Record<N, string>>) => unknown;
}

/** Some of the settings as a form. What nobody touched follows what is kept, also when someone else changes it. */
export const useSettingsForm = <N extends string>({ settings, labels, first, toSent }: PartOfSettings<N>) => {
  const [changed, setChanged] = useState<Partial<Record<N, string>>>({});
  const [messages, setMessages] = useState<Readonly<Record<string, string>>>({});
  const [attempt, setAttempt] = useState(0);
  const answers: Readonly<Record<N, string>> = { ...first, ...changed };
  const save = useMutation({
    mutationFn: () => changeSettings(settings.version, settingsPatch.parse(toSent(answers))),
    onSuccess: (saved) => {
      setChanged({});
      queryClient.setQueryData(settingsQuery.queryKey, saved);
      // The session carries some of them, such as the clock of public-records requests.
      void queryClient.invalidateQueries(sessionQuery);
    },
    onError: (error) => {
      if (isCode(error, 'stale')) void queryClient.invalidateQueries(settingsQuery);
    },
  });
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    const parsed = settingsPatch.safeParse(toSent(answers));
    const issues = parsed.success ? [] : parsed.error.issues;
    setMessages(Object.fromEntries(issues.map(({ path, message }) => [String(path[0]), message])));
    setAttempt((n) => n + 1);
    if (parsed.success && !save.isPending) save.mutate();
  };
  const field = (name: N, help: string) => ({
    id: `setting-${name}`,
    label: labels[name],
    help,
    error: messages[name],
    value: answers[name],
    onChange: (value: string) => setChanged((before) => ({ ...before, [name]: value })),
  });
  const items = (Object.keys(labels) as N[]).flatMap((name) => {
    const message = messages[name];
    const label: string = labels[name];
    return message === undefined ? [] : [{ id: `setting-${name}`, label, message }];
  });
  const isSaved = save.isSuccess && Object.keys(changed).length === 0;
  return { answers, field, submit, attempt, items, save, isSaved };
};

type Form = Pick<ReturnType<typeof useSettingsForm>, 'submit' | 'attempt' | 'items' | 'save' | 'isSaved'>;

/** The frame around the questions: what is wrong, what failed, what was saved, and the button. */
export const SettingsForm = ({
  form: { submit, attempt, items, save, isSaved },
  saved,
  button,
  children,
}: {
  readonly form: Form;
  readonly saved: string;
  readonly button: string;
  readonly children: ReactNode;
}) => {
  const { closing } = useWho();
  return (
    <form noValidate onSubmit={submit}>
      {closing && <ClosedToChanges />}
      <ErrorSummary attempt={attempt} items={items} />
      {save.error && (
        <Alert tone="error">
          <p>{sentenceOf(save.error)}</p>
        </Alert>
      )}
      {isSaved && (
        <Alert tone="success">
          <p>{saved}</p>
        </Alert>
      )}
      {children}
      {!closing && (
        <Button type="submit" busy={save.isPending}>
          {save.isPending ? 'Saving…' : button}
        </Button>
      )}
    </form>
  );
};
