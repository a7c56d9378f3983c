import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { mayDo } from '#shared/derive/access.ts';
import { roleLabels } from '#shared/model/role.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { verbText } from '#shared/model/verb.ts';
import { useSession, useWords } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { historyQuery } from '#web/data/queries.ts';
import type { HistoryEntry, Page } from '#web/data/records.ts';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { ChangeTable } from './change-table.tsx';

const sources = { web: '', import: ', by import', system: ', by the system' } as const;

const Changes = ({ record, entry }: { readonly record: AnyRecordType; readonly entry: HistoryEntry }) => {
  const first = entry.verb === 'create';
  const table = <ChangeTable record={record} changes={entry.changes} first={first} />;
  if (entry.changes.length === 0) return null;
  return first ? (
    <details>
      <summary>{entry.changes.length} first values</summary>
      {table}
    </details>
  ) : (
    table
  );
};

/** Who did what; of a gap that is exactly what nobody knows. */
const Deed = ({ entry }: { readonly entry: HistoryEntry }) => {
  const { person } = useWords();
  if (entry.verb === 'gap') return <strong>Gap: who made this version could not be read</strong>;
  const by = entry.role === 'system' ? 'the system' : (person(entry.by) ?? 'someone no longer listed');
  const how = entry.role === 'system' ? '' : ` (${roleLabels[entry.role].toLowerCase()}${sources[entry.source]})`;
  return (
    <>
      <strong>{verbText(entry.verb)}</strong> by {by}
      {how}
    </>
  );
};

const Entry = ({ record, entry }: { readonly record: AnyRecordType; readonly entry: HistoryEntry }) => {
  const { zone } = useWords();
  return (
    <li className="entry">
      <p>
        <Deed entry={entry} />
        <br />
        <span className="help">
          {entry.verb === 'gap' ? 'noticed ' : ''}
          {momentText(entry.at, zone)}, version {entry.version}
          {entry.rebuilt ? ', put together afterwards' : ''}
        </span>
      </p>
      {entry.reason && <p className="long-text">Reason: {entry.reason}</p>}
      <Changes record={record} entry={entry} />
    </li>
  );
};

const TRIES = 8;
const isBehind = (pages: readonly Page<HistoryEntry>[] | undefined, item: Stored) =>
  pages !== undefined && (pages[0]?.items[0]?.version ?? 0) < item.version;

/** Every version with what changed, by whom and when. It shows single records only: there are no counts by person. */
export const History = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => {
  const query = useInfiniteQuery({
    ...historyQuery(record, item.id),
    // The trail is written a moment after the record: look again until the two agree.
    refetchInterval: ({ state }) => (isBehind(state.data?.pages, item) && state.dataUpdateCount < TRIES ? 1500 : false),
  });
  const { role } = useSession().member;
  const entries = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const behind = isBehind(query.data?.pages, item);
  return (
    <Panel title="History">
      {query.error && (
        <Alert tone="error">
          <p>{sentenceOf(query.error)}</p>
        </Alert>
      )}
      {query.isPending && <Loading />}
      {query.isSuccess && behind && (
        <p className="help">
          The latest change is still being written to the history.{' '}
          <button type="button" className="link-button" onClick={() => void query.refetch()}>
            Look again
          </button>
        </p>
      )}
      {mayDo(role, 'reviewAudit') && (
        <p>
          <Link to="/audit" search={{ type: record.name, record: item.id }}>
            Open in the audit trail
          </Link>
        </p>
      )}
      <ol className="entries">
        {entries.map((entry) => (
          // A change that came after its version was marked as a gap stands beside the gap.
          <Entry key={`${entry.version} ${entry.verb}`} record={record} entry={entry} />
        ))}
      </ol>
      {query.hasNextPage && (
        <Button look="outline" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show earlier changes
        </Button>
      )}
    </Panel>
  );
};
