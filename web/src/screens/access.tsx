import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { accessKindLabels } from '#shared/model/access-event.ts';
import { OPERATOR_MEMBER, OPERATOR_NAME } from '#shared/model/principal.ts';
import { addDays } from '#shared/time/civil.ts';
import { startOfDay } from '#shared/time/day-start.ts';
import { useSession, useWords } from '#web/app/session.ts';
import { accessCsv, accessQuery, type AccessEntry, type AccessFilter } from '#web/data/administration.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { usePeople } from '#web/data/queries.ts';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Select, TextInput } from '#web/ui/inputs.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';

const kindOptions = Object.entries(accessKindLabels).map(([value, label]) => ({ value, label }));
const empty = { from: '', to: '', kind: '', memberId: '' };

/** Days in the agency's own time; the last one counts whole. */
const filterOf = ({ from, to, kind, memberId }: typeof empty, zone: string): AccessFilter => ({
  ...(from === '' ? {} : { from: startOfDay(from, zone) }),
  ...(to === '' ? {} : { before: startOfDay(addDays(to, 1), zone) }),
  ...(kind === '' ? {} : { kind }),
  ...(memberId === '' ? {} : { memberId }),
});

const save = (csv: string) => {
  // The mark tells spreadsheet programs that the text is UTF-8.
  const url = URL.createObjectURL(new Blob(['\uFEFF', csv], { type: 'text/csv;charset=utf-8' }));
  const link = Object.assign(document.createElement('a'), { href: url, download: 'access-events.csv' });
  link.click();
  URL.revokeObjectURL(url);
};

const One = ({ event }: { readonly event: AccessEntry }) => {
  const { zone, person } = useWords();
  const name = (id: string | undefined) => {
    if (id === OPERATOR_MEMBER) return OPERATOR_NAME;
    return id === undefined ? undefined : (person(id) ?? 'someone no longer listed');
  };
  return (
    <li className="entry">
      <p>
        <strong>{accessKindLabels[event.kind]}</strong>
        {event.memberId && `: ${name(event.memberId) ?? ''}`}
        {event.by && `, by ${name(event.by) ?? ''}`}
        {event.detail && (
          <>
            <br />
            {event.detail}
          </>
        )}
        <br />
        <span className="help">
          {momentText(event.at, zone)}
          {event.address && `, from ${event.address}`}
          {event.agent && `, ${event.agent}`}
        </span>
      </p>
    </li>
  );
};

/** For administrators: single events, newest first. It counts and ranks nobody. */
export const Access = () => {
  const { timeZone } = useSession().tenant;
  const people = usePeople();
  const [answers, setAnswers] = useState(empty);
  const filter = filterOf(answers, timeZone);
  const query = useInfiniteQuery(accessQuery(filter));
  const csv = useMutation({ mutationFn: () => accessCsv(filter), onSuccess: save });
  const events = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const field = (name: keyof typeof empty, label: string) => ({
    id: `access-${name}`,
    label,
    value: answers[name],
    onChange: (value: string) => setAnswers((before) => ({ ...before, [name]: value })),
  });
  const failure = query.error ?? csv.error;
  return (
    <>
      <PageHeading title="Access">
        <Button icon="export" look="outline" busy={csv.isPending} onClick={() => csv.mutate()}>
          Download as CSV
        </Button>
      </PageHeading>
      <p>Who came in, went out or took data along, kept for answering questions after an incident.</p>
      <Panel title="Show">
        <div className="field-row">
          <TextInput {...field('from', 'From')} native={{ type: 'date' }} />
          <TextInput {...field('to', 'To')} native={{ type: 'date' }} />
          <Select {...field('kind', 'What')} options={kindOptions} empty="Everything" />
          <Select
            {...field('memberId', 'Person')}
            options={people.map(({ id, name }) => ({ value: id, label: name }))}
            empty="Everyone"
          />
        </div>
      </Panel>
      {failure && (
        <Alert tone="error">
          <p>{sentenceOf(failure)}</p>
        </Alert>
      )}
      <Panel title="Events">
        {query.isPending && <Loading />}
        {query.isSuccess && events.length === 0 && <p className="none">No such events.</p>}
        <ol className="entries">
          {events.map((event) => (
            <One key={event.id} event={event} />
          ))}
        </ol>
        {query.hasNextPage && (
          <Button look="outline" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show earlier events
          </Button>
        )}
      </Panel>
    </>
  );
};
