import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, useNavigate } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { v7 } from 'uuid';
import type { Stored, Values } from '#shared/model/record.ts';
import { starters } from '#shared/permit/redaction/starters.ts';
import { profileText } from '#shared/permit/redaction/stored-profile.ts';
import { records } from '#shared/records/index.ts';
import { ClosedToChanges } from '#web/app/closing-banner.tsx';
import { useWho } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { noteSaved, recordQuery } from '#web/data/queries.ts';
import { changeRecord, createRecord } from '#web/data/records.ts';
import { Button } from '#web/ui/button.tsx';
import { Select, TextArea, TextInput } from '#web/ui/inputs.tsx';
import { Alert, ErrorSummary, Loading } from '#web/ui/messages.tsx';
import { PageHeading } from '#web/ui/page.tsx';

const { redactionProfile } = records;
const within = redactionProfile.label.many;
const route = getRouteApi('/shell/redaction-profiles/$recordId/edit');

interface Answers {
  readonly name: string;
  readonly use: string;
  readonly starter: string;
}

interface FormProps {
  readonly first: Answers;
  readonly asksForSet: boolean;
  readonly save: (answers: Answers) => Promise<Stored>;
}

const messagesOf = ({ name, starter }: Answers, asksForSet: boolean) => [
  ...(name.trim() === '' ? [{ id: 'profile-name', label: 'Name', message: 'This needs an answer.' }] : []),
  ...(asksForSet && starter === ''
    ? [{ id: 'profile-starter', label: 'Rules to begin with', message: 'Choose a set. Every rule can be changed.' }]
    : []),
];

const Form = ({ first, asksForSet, save }: FormProps) => {
  const navigate = useNavigate();
  const [answers, setAnswers] = useState(first);
  const [attempt, setAttempt] = useState(0);
  const { closing } = useWho();
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async (saved) => {
      await noteSaved(redactionProfile, saved);
      await navigate({ to: '/$list/$recordId', params: { list: redactionProfile.path, recordId: saved.id } });
    },
  });
  const items = attempt === 0 ? [] : messagesOf(answers, asksForSet);
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    setAttempt((n) => n + 1);
    if (messagesOf(answers, asksForSet).length === 0 && !saving.isPending) saving.mutate(answers);
  };
  const field = (name: keyof Answers, label: string) => ({
    id: `profile-${name}`,
    label,
    error: items.find(({ id }) => id === `profile-${name}`)?.message,
    value: answers[name],
    onChange: (value: string) => setAnswers((before) => ({ ...before, [name]: value })),
  });
  if (closing) return <ClosedToChanges />;
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary items={items} attempt={attempt} />
      {saving.error && (
        <Alert tone="error">
          <p>{sentenceOf(saving.error)}</p>
        </Alert>
      )}
      <TextInput {...field('name', 'Name')} required native={{ maxLength: 120 }} />
      <TextArea {...field('use', 'When to use it')} maxLength={1000} />
      {asksForSet && (
        <Select
          {...field('starter', 'Rules to begin with')}
          required
          help="Each with its source. Not legal advice: check every rule with your counsel before you use it."
          empty="Choose a set"
          options={starters.map(({ key, label }) => ({ value: key, label }))}
        />
      )}
      <Button type="submit" busy={saving.isPending}>
        {saving.isPending ? 'Saving…' : 'Save profile'}
      </Button>
    </form>
  );
};

const valuesOf = ({ name, use }: Answers): Values => ({
  name: name.trim(),
  ...(use.trim() === '' ? {} : { use: use.trim() }),
});

export const NewProfile = () => {
  const [id] = useState(() => v7());
  const save = (answers: Answers) => {
    const set = starters.find(({ key }) => key === answers.starter);
    if (set === undefined) throw new Error('No set was chosen.');
    return createRecord(redactionProfile, id, { ...valuesOf(answers), rules: profileText(set.profile) });
  };
  return (
    <>
      <PageHeading title="New redaction profile" within={within} />
      <Form first={{ name: '', use: '', starter: '' }} asksForSet save={save} />
    </>
  );
};

export const EditProfile = () => {
  const { recordId } = route.useParams();
  const { data: item, error } = useQuery(recordQuery(redactionProfile, recordId));
  return (
    <>
      <PageHeading title="Edit redaction profile" within={within} />
      {error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : item === undefined ? (
        <Loading />
      ) : (
        <Form
          first={{
            name: String(item.values.name),
            use: typeof item.values.use === 'string' ? item.values.use : '',
            starter: '',
          }}
          asksForSet={false}
          save={(answers) => changeRecord(redactionProfile, item.id, item.version, { use: null, ...valuesOf(answers) })}
        />
      )}
    </>
  );
};
