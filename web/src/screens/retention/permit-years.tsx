import { useMutation } from '@tanstack/react-query';
import { useMemo, useState, type SubmitEvent } from 'react';
import { v7 } from 'uuid';
import type { Trigger } from '#shared/permit/retention-classes.ts';
import { recordNamed } from '#shared/records/index.ts';
import { ClosedToChanges } from '#web/app/closing-banner.tsx';
import { useWho } from '#web/app/session.ts';
import { isCode, sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { changeRetention, retentionQuery, type Retention } from '#web/data/retention.ts';
import { Button } from '#web/ui/button.tsx';
import { FieldGroup } from '#web/ui/field-frame.tsx';
import { Select, TextArea, TextInput } from '#web/ui/inputs.tsx';
import { Alert, ErrorSummary, type SummaryItem } from '#web/ui/messages.tsx';
import { keepRetention } from './holds.tsx';
import { daysOf, inYear, months } from './permit-days.ts';

/** The API takes no more. */
const MOST_TERMS = 40;

interface Term {
  /** Of the row on the screen, so that a row taken out leaves the others their answers. */
  readonly key: string;
  readonly end: string;
}

const rowOf = (end: string): Term => ({ key: v7(), end });

/** Which records wait for this, in the agency's own rules. */
const Depending = ({ retention, on }: { readonly retention: Retention; readonly on: Trigger }) => {
  const classes = retention.classes.filter(({ trigger }) => trigger === on);
  const names = classes.flatMap(({ recordTypes }) => recordTypes.map((name) => recordNamed(name)?.label.many ?? name));
  return (
    <p className="help">
      {names.length === 0
        ? 'No kind of record is counted from it now. That is chosen under Retention.'
        : `Decides how long these are kept: ${names.join(', ')}.`}
    </p>
  );
};

const Terms = ({
  terms,
  onChange,
}: {
  readonly terms: readonly Term[];
  readonly onChange: (terms: readonly Term[]) => void;
}) => (
  <>
    {terms.map(({ key, end }, n) => (
      <div key={key} className="date-row">
        <TextInput
          id={`term-${n}`}
          label={`Term ${n + 1} ends on`}
          value={end}
          onChange={(day) => onChange(terms.map((one) => (one.key === key ? { key, end: day } : one)))}
          native={{ type: 'date' }}
        />
        <Button look="quiet" onClick={() => onChange(terms.filter((one) => one.key !== key))}>
          Remove<span className="hidden-text"> term {n + 1}</span>
        </Button>
      </div>
    ))}
    {terms.length < MOST_TERMS && (
      <Button look="outline" icon="add" onClick={() => onChange([...terms, rowOf('')])}>
        Add a permit term
      </Button>
    )}
  </>
);

const messagesOf = (changed: boolean, reason: string): SummaryItem[] => [
  ...(changed ? [] : [{ id: 'permit-month', label: 'Permit years', message: 'Nothing was changed yet.' }]),
  ...(reason.trim() === ''
    ? [{ id: 'permit-reason', label: 'Reason', message: 'Say why. It stays with this change.' }]
    : []),
];

/** Only what was changed is sent, so that what somebody else set meanwhile stays. */
const usePermitYears = (retention: Retention) => {
  const [start, setStart] = useState<string>();
  const [terms, setTerms] = useState<readonly Term[]>();
  const [reason, setReason] = useState('');
  const kept = useMemo(() => retention.termEnds.map(rowOf), [retention.termEnds]);
  const ends = terms?.map(({ end }) => end).filter((end) => end !== '');
  const save = useMutation({
    mutationFn: () =>
      changeRetention(retention.version, {
        ...(start === undefined ? {} : { permitYearStart: start }),
        ...(ends === undefined ? {} : { termEnds: [...new Set(ends)].sort() }),
        reason: reason.trim(),
      }),
    onSuccess: (saved) => {
      keepRetention(saved);
      setStart(undefined);
      setTerms(undefined);
      setReason('');
    },
    onError: (error) => {
      if (isCode(error, 'stale')) void queryClient.invalidateQueries(retentionQuery);
    },
  });
  const changed = start !== undefined || terms !== undefined;
  return {
    start: start ?? retention.permitYearStart,
    terms: terms ?? kept,
    ...{ reason, changed, save, setStart, setTerms, setReason },
  };
};

const FirstDay = ({ start, onChange }: { readonly start: string; readonly onChange: (start: string) => void }) => {
  const [month = '01', day = '01'] = start.split('-');
  return (
    <div className="date-row">
      <Select
        id="permit-month"
        label="Month"
        options={months}
        value={month}
        onChange={(chosen) => onChange(inYear(chosen, day))}
      />
      <Select
        id="permit-day"
        label="Day"
        options={daysOf(month)}
        value={day}
        onChange={(chosen) => onChange(inYear(month, chosen))}
      />
    </div>
  );
};

/** From when a permit counts its years, and when its terms end: what retention by permit is counted from. */
export const PermitYears = ({ retention }: { readonly retention: Retention }) => {
  const { start, terms, reason, changed, save, setStart, setTerms, setReason } = usePermitYears(retention);
  const { closing } = useWho();
  const [attempt, setAttempt] = useState(0);
  const items = attempt === 0 ? [] : messagesOf(changed, reason);
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    setAttempt((n) => n + 1);
    if (messagesOf(changed, reason).length === 0 && !save.isPending)
      save.mutate(undefined, { onSuccess: () => setAttempt(0) });
  };
  if (closing) return <ClosedToChanges />;
  return (
    <form noValidate onSubmit={submit}>
      <p>
        Your permit says both. From these days the years are counted that a record is kept. Nothing is disposed of by
        them alone: a person decides.
      </p>
      <ErrorSummary items={items} attempt={attempt} />
      {save.error && (
        <Alert tone="error">
          <p>{sentenceOf(save.error)}</p>
        </Alert>
      )}
      {save.isSuccess && !changed && (
        <Alert tone="success">
          <p>Permit years and terms were saved.</p>
        </Alert>
      )}
      <FieldGroup id="permit-year" label="First day of a permit year">
        <Depending retention={retention} on="permitYearEnd" />
        <FirstDay start={start} onChange={setStart} />
      </FieldGroup>
      <FieldGroup
        id="permit-terms"
        label="Last days of permit terms"
        help="Past terms too: a record belongs to the term in which its date lies. If your permit is continued, change the last day."
      >
        <Depending retention={retention} on="permitTermEnd" />
        <Terms terms={terms} onChange={setTerms} />
      </FieldGroup>
      <TextArea
        id="permit-reason"
        label="Reason"
        required
        help="It stays with this change, under Retention."
        error={items.find(({ id }) => id === 'permit-reason')?.message}
        value={reason}
        onChange={setReason}
        maxLength={300}
      />
      <Button type="submit" busy={save.isPending}>
        {save.isPending ? 'Saving…' : 'Save permit years'}
      </Button>
    </form>
  );
};
