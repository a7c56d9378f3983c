import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { allowed } from '#shared/derive/access.ts';
import { datesOf } from '#shared/derive/matching.ts';
import { link } from '#shared/model/field.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { allRecords, records } from '#shared/records/index.ts';
import { useSession } from '#web/app/session.ts';
import { chooseMatching, chooseRecords, noteChosen, type Query, type Turn } from '#web/data/desk.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { LinkInput } from '#web/fields/link-input.tsx';
import { count } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { CheckBox, Select, TextInput, type Option } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

interface Answers {
  readonly recordType: string;
  readonly date: string;
  readonly from: string;
  readonly to: string;
  readonly aboutType: string;
  readonly about: string;
  readonly is: string;
  readonly text: string;
  readonly archived: boolean;
}

const nothing: Omit<Answers, 'recordType'> = {
  date: 'createdAt',
  from: '',
  to: '',
  aboutType: '',
  about: '',
  is: '',
  text: '',
  archived: false,
};

/** What a record can be about. */
const subjects = [records.site, records.structure, records.outfall] as const;

/** Every option of every choice of a type: "Status: Open". */
const choicesOf = (record: AnyRecordType): Option[] =>
  Object.entries(fieldsOf(record)).flatMap(([name, { label, kind, options = {} }]) => {
    const all = kind === 'yesNo' ? { true: 'Yes', false: 'No' } : kind === 'choice' ? options : {};
    return Object.entries(all).map(([value, said]) => ({ value: `${name}=${value}`, label: `${label}: ${said}` }));
  });

const queryOf = (a: Answers, take: 'in' | 'out'): Query => {
  const [field = '', value = ''] = a.is.split('=');
  return {
    recordType: a.recordType,
    take,
    ...(a.from === '' ? {} : { from: a.from }),
    ...(a.to === '' ? {} : { to: a.to }),
    ...(a.from === '' && a.to === '' ? {} : { date: a.date }),
    ...(a.about === '' ? {} : { about: a.about }),
    ...(a.is === '' ? {} : { is: { field, value } }),
    ...(a.text.trim() === '' ? {} : { text: a.text.trim() }),
    ...(a.archived ? { archived: true } : {}),
  };
};

const said = ({ looked, matched, changed }: Turn, take: 'in' | 'out') =>
  `Looked at ${count(looked)}, ${count(matched)} match, ${count(changed)} ${take === 'in' ? 'added' : 'taken out'}.`;

/** One record by its name, for what no query catches. */
const OneRecord = ({ requestId, record }: { readonly requestId: string; readonly record: AnyRecordType }) => {
  const add = useMutation({
    mutationFn: (id: string) => chooseRecords(requestId, [{ recordType: record.name, id }]),
    onSuccess: () => noteChosen(requestId),
  });
  return (
    <>
      <LinkInput
        key={record.name}
        id="desk-one"
        field={link(record.name, { label: `Or add one ${record.label.one.toLowerCase()}` })}
        value=""
        required={false}
        error={add.error ? sentenceOf(add.error) : undefined}
        onChange={(id) => typeof id === 'string' && id !== '' && add.mutate(id)}
      />
      <p role="status">{add.data && (add.data.changed > 0 ? 'Added.' : 'It had been chosen already.')}</p>
    </>
  );
};

/** Chooses by query, in turns that can be repeated without harm. */
export const ChooseQuery = ({ requestId }: { readonly requestId: string }) => {
  const { role } = useSession().member;
  const types = allRecords.filter(
    (r) => r !== records.attachment && r !== records.redactionProfile && allowed(r, role, 'read'),
  );
  const [answers, setAnswers] = useState<Answers>({ ...nothing, recordType: types[0]?.name ?? '' });
  const [turn, setTurn] = useState<{ turn: Turn; take: 'in' | 'out' }>();
  const set =
    <K extends keyof Answers>(name: K) =>
    (value: Answers[K]) =>
      setAnswers((a) => ({ ...a, [name]: value }));
  const run = useMutation({
    mutationFn: (take: 'in' | 'out') =>
      chooseMatching(requestId, queryOf(answers, take), (soFar) => setTurn({ turn: soFar, take })),
    onMutate: () => setTurn(undefined),
    onSettled: () => noteChosen(requestId),
  });
  const record = types.find(({ name }) => name === answers.recordType);
  if (record === undefined) return null;
  const text = (name: 'from' | 'to' | 'text', label: string, type = 'text') => (
    <TextInput id={`desk-${name}`} label={label} value={answers[name]} onChange={set(name)} native={{ type }} />
  );
  return (
    <form
      noValidate
      className="desk-query"
      onSubmit={(e) => {
        e.preventDefault();
        if (!run.isPending) run.mutate('in');
      }}
    >
      <Select
        id="desk-type"
        label="Records"
        options={types.map(({ name, label }) => ({ value: name, label: label.many }))}
        value={answers.recordType}
        onChange={(recordType) => setAnswers((a) => ({ ...a, recordType, is: '', date: 'createdAt' }))}
      />
      <Select
        id="desk-date"
        label="Date"
        options={datesOf(record).map(([value, label]) => ({ value, label }))}
        value={answers.date}
        onChange={set('date')}
      />
      {text('from', 'From', 'date')}
      {text('to', 'To', 'date')}
      <Select
        id="desk-about-type"
        label="About"
        empty="Anything"
        options={subjects.map(({ name, label }) => ({ value: name, label: label.one }))}
        value={answers.aboutType}
        onChange={(aboutType) => setAnswers((a) => ({ ...a, aboutType, about: '' }))}
      />
      {answers.aboutType !== '' && (
        <LinkInput
          key={answers.aboutType}
          id="desk-about"
          field={link(answers.aboutType, { label: 'Which one' })}
          value={answers.about}
          required={false}
          error={undefined}
          onChange={(id) => set('about')(typeof id === 'string' ? id : '')}
        />
      )}
      <Select
        id="desk-is"
        label="Only with this answer"
        empty="Any answer"
        options={choicesOf(record)}
        value={answers.is}
        onChange={set('is')}
      />
      {text('text', 'Words in it')}
      <div className="field">
        <CheckBox label="Archived records too" checked={answers.archived} onChange={set('archived')} />
      </div>
      {run.error && (
        <Alert tone="error" title="Not everything was looked at">
          <p>{sentenceOf(run.error)} What was done is kept; start it again for the rest.</p>
        </Alert>
      )}
      <div className="actions">
        <Button type="submit" icon="add" busy={run.isPending}>
          Add what matches
        </Button>
        <Button look="outline" busy={run.isPending} onClick={() => run.mutate('out')}>
          Take out what matches
        </Button>
      </div>
      <p role="status">
        {turn && said(turn.turn, turn.take)} {run.isPending && 'Going on…'}
      </p>
      <OneRecord requestId={requestId} record={record} />
    </form>
  );
};
