import { useInfiniteQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { accessKindLabels } from '#shared/model/access-event.ts';
import { OPERATOR_MEMBER, OPERATOR_NAME } from '#shared/model/principal.ts';
import { useSession, useWords } from '#web/app/session.ts';
import { accessQuery, type AccessEntry, type AccessFilter } from '#web/data/administration.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { deviceOf } from '#web/fields/device.ts';
import { midSentence, momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { accessSearch, periodOf, sameAnswers, type AccessSearch } from './filter.ts';
import { FilterForm } from './filter-form.tsx';
import { AuditTabs } from './tabs.tsx';
import { TakeAlong } from './take-along.tsx';

const route = getRouteApi('/shell/audit/access');

const kindOptions = Object.entries(accessKindLabels).map(([value, label]) => ({ value, label }));

const filterOf = (search: AccessSearch, zone: string): AccessFilter => ({
  ...periodOf(search, zone),
  ...(search.kind === undefined ? {} : { kind: search.kind }),
  ...(search.person === undefined ? {} : { memberId: search.person }),
});

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
          {event.agent && `, with ${midSentence(deviceOf(event.agent))}`}
        </span>
      </p>
    </li>
  );
};

const Found = ({ filter }: { readonly filter: AccessFilter }) => {
  const query = useInfiniteQuery(accessQuery(filter));
  const events = query.data?.pages.flatMap(({ items }) => items) ?? [];
  return (
    <Panel title="Events">
      {query.error && (
        <Alert tone="error">
          <p>{sentenceOf(query.error)}</p>
        </Alert>
      )}
      {query.isPending && <Loading />}
      {query.isSuccess && events.length === 0 && !query.hasNextPage && <p className="none">No such events.</p>}
      <ol className="entries">
        {events.map((event) => (
          <One key={event.id} event={event} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button look="outline" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Search further back
        </Button>
      )}
    </Panel>
  );
};

/** For administrators: single events, newest first. It counts and ranks nobody. */
export const Access = () => {
  const { timeZone } = useSession().tenant;
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const filter = filterOf(search, timeZone);
  const asked = JSON.stringify(search);
  const show = (answers: AccessSearch) => {
    const next = accessSearch(answers);
    if (sameAnswers(next, search)) void queryClient.resetQueries(accessQuery(filter));
    else void navigate({ search: next, resetScroll: false });
  };
  return (
    <>
      <PageHeading title="Access events" within="Audit" />
      <AuditTabs />
      <p>Who came in, went out or took data along, kept for answering questions after an incident.</p>
      <FilterForm<'kind'> key={`form ${asked}`} applied={search} onShow={show}>
        {({ kind = '' }, set) => (
          <Select
            id="audit-kind"
            label="What"
            options={kindOptions}
            empty="Everything"
            value={kind}
            onChange={(value) => set('kind', value)}
          />
        )}
      </FilterForm>
      <Found key={`found ${asked}`} filter={filter} />
      <Panel title="Take along">
        <p>What is shown above, with all of its pages. Each download is an access event itself.</p>
        <TakeAlong path="/access-events" name="access-events" filter={filter} />
      </Panel>
    </>
  );
};
