import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { recordNamed } from '#shared/records/index.ts';
import { useWords } from '#web/app/session.ts';
import { chosenQuery, countsQuery, noteChosen, takeOut, type ChosenRow } from '#web/data/desk.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { count, momentText } from '#web/fields/text.ts';
import { titleOf } from '#web/fields/title.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { Alert, Loading, Tag } from '#web/ui/messages.tsx';

const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, one) => all + one, 0);
const manyOf = (name: string) => recordNamed(name)?.label.many ?? name;

const OneChosen = ({
  requestId,
  chosen,
  mayChange,
}: {
  readonly requestId: string;
  readonly chosen: ChosenRow;
  readonly mayChange: boolean;
}) => {
  const words = useWords();
  const { recordType, id, row, chosenAt, chosenBy } = chosen;
  const record = recordNamed(recordType);
  const out = useMutation({
    mutationFn: () => takeOut(requestId, [{ recordType, id }]),
    onSuccess: () => noteChosen(requestId),
  });
  const title = record && row ? titleOf(record, row.values, words) : 'No longer there';
  return (
    <li className="entry">
      <p>
        {record ? (
          <Link to="/$list/$recordId" params={{ list: record.path, recordId: id }} className="card-title">
            {title}
          </Link>
        ) : (
          title
        )}
      </p>
      <p className="card-facts">
        <span>{record?.label.one}</span>
        {row && <span>Version {row.version}</span>}
        {row?.archivedAt !== undefined && <Tag tone="warn">Archived</Tag>}
        <span>
          Chosen {momentText(chosenAt, words.zone)} by {words.person(chosenBy) ?? 'someone no longer listed'}
        </span>
      </p>
      {row && (
        <Link
          to="/public-records-requests/$requestId/preview/$recordType/$recordId"
          params={{ requestId, recordType, recordId: id }}
          className={buttonClass('quiet')}
        >
          <span>
            What goes out<span className="hidden-text">: {title}</span>
          </span>
        </Link>
      )}
      {mayChange && (
        <Button look="quiet" busy={out.isPending} onClick={() => out.mutate()}>
          Take out<span className="hidden-text">: {title}</span>
        </Button>
      )}
      {out.error && <p role="alert">{sentenceOf(out.error)}</p>}
    </li>
  );
};

/** What is chosen, as it is now: titles and versions are those of this moment. */
export const ChosenList = ({ requestId, mayChange }: { readonly requestId: string; readonly mayChange: boolean }) => {
  const [recordType, setType] = useState('');
  const counts = useQuery(countsQuery(requestId));
  const list = useInfiniteQuery(chosenQuery(requestId, recordType === '' ? undefined : recordType));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const error = counts.error ?? list.error;
  if (error)
    return (
      <Alert tone="error">
        <p>{sentenceOf(error)}</p>
      </Alert>
    );
  if (counts.data === undefined || list.isPending) return <Loading />;
  const all = sum(counts.data.counts);
  if (all === 0) return <p className="none">No records are chosen yet.</p>;
  const names = Object.keys(counts.data.counts);
  return (
    <>
      <p role="status">
        {count(all)} {all === 1 ? 'record' : 'records'} chosen:{' '}
        {names.map((name) => `${manyOf(name)} ${count(counts.data.counts[name] ?? 0)}`).join(', ')}. The files on them
        come along.
      </p>
      {names.length > 1 && (
        <Select
          id="desk-shown"
          label="Show"
          empty="All of them"
          options={names.map((value) => ({ value, label: manyOf(value) }))}
          value={recordType}
          onChange={setType}
        />
      )}
      <ul className="entries">
        {rows.map((one) => (
          <OneChosen key={`${one.recordType}:${one.id}`} requestId={requestId} chosen={one} mayChange={mayChange} />
        ))}
      </ul>
      {list.hasNextPage && (
        <Button look="outline" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
          Show more
        </Button>
      )}
    </>
  );
};
