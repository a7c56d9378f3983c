import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { useMay } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { listQuery } from '#web/data/queries.ts';
import { Button, buttonClass, type Look } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { firstRelation, relationsOf, visitsFirst, type Relation } from './relations.ts';
import { RecordSummaries } from './record-summaries.tsx';

interface AddProps extends Relation {
  readonly item: Stored;
  readonly look: Look;
  /** What the new record is on, when that is not this record itself. */
  readonly on?: string;
  readonly label?: string;
}

export const AddLink = ({ record, field, item, look, on, label }: AddProps) =>
  useMay().act(record, 'create') && item.archivedAt === undefined ? (
    <Link
      to="/$list/new"
      params={{ list: record.path }}
      search={{ [field]: on ?? item.id }}
      className={buttonClass(look)}
    >
      <Icon name="add" />
      <span>
        {label ?? (record.name === 'inspection' ? 'Start inspection' : `Add ${record.label.one.toLowerCase()}`)}
      </span>
    </Link>
  ) : null;

const RelatedList = ({ record, field, item, first }: Relation & { readonly item: Stored; readonly first: boolean }) => {
  const query = useInfiniteQuery(listQuery(record, field, item.id));
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const many = record.label.many.toLowerCase();
  return (
    <Panel
      title={record.label.many}
      actions={first ? null : <AddLink record={record} field={field} item={item} look="outline" />}
    >
      {query.error ? (
        <Alert tone="error">
          <p>{sentenceOf(query.error)}</p>
        </Alert>
      ) : query.isPending ? (
        <Loading />
      ) : items.length === 0 ? (
        <p className="none">No {many} yet.</p>
      ) : (
        <RecordSummaries record={record} items={items} />
      )}
      {query.hasNextPage && (
        <Button look="outline" busy={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          Show more {many}
        </Button>
      )}
    </Panel>
  );
};

export const Related = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => {
  const first = firstRelation(record);
  return relationsOf(record)
    .toSorted(visitsFirst)
    .map((relation) => (
      <RelatedList
        key={`${relation.record.name} ${relation.field}`}
        {...relation}
        item={item}
        first={relation.record === first?.record && relation.field === first.field}
      />
    ));
};
