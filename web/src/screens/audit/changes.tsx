import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { useState } from 'react';
import { link, optional } from '#shared/model/field.ts';
import { auditVerbLabels } from '#shared/model/verb.ts';
import { allRecords, recordNamed } from '#shared/records/index.ts';
import { useSession, useWords } from '#web/app/session.ts';
import { auditQuery, type AuditFilter } from '#web/data/audit.ts';
import { useMirrors } from '#web/data/mirrors.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { LinkInput } from '#web/fields/link-input.tsx';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { CheckBox, Select } from '#web/ui/inputs.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { EntryTable } from './entry-table.tsx';
import { auditSearch, periodOf, sameAnswers, type AuditSearch } from './filter.ts';
import { FilterForm } from './filter-form.tsx';
import { AuditTabs } from './tabs.tsx';
import { TakeAlong } from './take-along.tsx';

const route = getRouteApi('/shell/audit');

const kinds = allRecords.map(({ name, label }) => ({ value: name, label: label.many }));
const actions = Object.entries(auditVerbLabels).map(([value, label]) => ({ value, label }));

const filterOf = (search: AuditSearch, zone: string): AuditFilter => {
  const { type, record, action, person } = search;
  return {
    ...periodOf(search, zone),
    ...(type === undefined ? {} : { type, ...(record === undefined ? {} : { id: record }) }),
    ...(action === undefined ? {} : { verb: action }),
    ...(person === undefined ? {} : { memberId: person }),
  };
};

const Narrow = ({ applied, onShow }: { readonly applied: AuditSearch; readonly onShow: (s: AuditSearch) => void }) => (
  <FilterForm<'type' | 'record' | 'action'> applied={applied} onShow={onShow}>
    {({ type = '', record = '', action = '' }, set) => (
      <>
        <Select
          id="audit-type"
          label="Kind of record"
          options={kinds}
          empty="Every kind"
          value={type}
          onChange={(value) => {
            set('type', value);
            set('record', '');
          }}
        />
        {recordNamed(type) && (
          <LinkInput
            key={type}
            id="audit-record"
            field={optional(link(type, { label: 'Record', help: 'For an archived one, begin at its own page.' }))}
            value={record}
            onChange={(value) => set('record', typeof value === 'string' ? value : '')}
            required={false}
            error={undefined}
          />
        )}
        <Select
          id="audit-action"
          label="What was done"
          options={actions}
          empty="Everything"
          value={action}
          onChange={(value) => set('action', value)}
        />
      </>
    )}
  </FilterForm>
);

const Found = ({ filter }: { readonly filter: AuditFilter }) => {
  const query = useInfiniteQuery(auditQuery(filter));
  const pages = query.data?.pages ?? [];
  const entries = pages.flatMap(({ items }) => items);
  const words = useWords(useMirrors([...new Set(entries.map(({ type }) => type))].toSorted()));
  const searchedTo = pages.at(-1)?.searchedTo;
  return (
    <Panel title="Changes">
      {query.error && (
        <Alert tone="error">
          <p>{sentenceOf(query.error)}</p>
        </Alert>
      )}
      {query.isPending && <Loading />}
      {query.isSuccess && entries.length === 0 && !query.hasNextPage && <p className="none">No such changes.</p>}
      {entries.length > 0 && <EntryTable entries={entries} words={words} />}
      {query.hasNextPage && (
        <>
          {searchedTo !== undefined && (
            <p className="help" role="status">
              Searched back to {momentText(searchedTo, words.zone)}.
            </p>
          )}
          <Button look="outline" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Search further back
          </Button>
        </>
      )}
    </Panel>
  );
};

/** For administrators: single changes of all records, newest first. It counts and ranks nobody. */
export const AuditChanges = () => {
  const { timeZone } = useSession().tenant;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const [personal, setPersonal] = useState(true);
  const filter = filterOf(search, timeZone);
  const asked = JSON.stringify(search);
  const show = (answers: AuditSearch) => {
    const next = auditSearch(answers);
    if (sameAnswers(next, search)) void queryClient.resetQueries(auditQuery(filter));
    else void navigate({ search: next, resetScroll: false });
  };
  return (
    <>
      <PageHeading title="Audit" />
      <AuditTabs />
      <p>
        Every change of every record: who made it, when, and what was there before. Kept for reviews and for requests
        from outside.
      </p>
      <Narrow key={`form ${asked}`} applied={search} onShow={show} />
      <Found key={`found ${asked}`} filter={filter} />
      <Panel title="Take along">
        <p>What is shown above, with all of its pages and values. Each download is written to the access events.</p>
        <CheckBox label="With names and contacts of people" checked={personal} onChange={setPersonal} />
        <TakeAlong path="/audit" name="audit-trail" filter={{ ...filter, personal }} />
      </Panel>
    </>
  );
};
