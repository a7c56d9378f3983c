import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { allowed } from '#shared/derive/access.ts';
import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';
import { allRecords } from '#shared/records/index.ts';
import { useSession } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { listQuery } from '#web/data/queries.ts';
import { Button, buttonClass, type Look } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { RecordSummaries } from './record-summaries.tsx';

interface Relation {
  readonly record: AnyRecordType;
  readonly field: string;
}

/** The lists that some other record type keeps by a link to this one. Declared nowhere: the keys say it. */
export const relationsOf = (record: AnyRecordType): Relation[] =>
  allRecords.flatMap((other) =>
    (other.listedBy ?? [])
      .filter(({ field }) => fieldsOf(other)[field]?.kind === 'link' && fieldsOf(other)[field]?.to === record.name)
      .map(({ field }): Relation => ({ record: other, field })),
  );

/** What is added most from here stands in the heading of the page: a visit to a thing, a finding of a visit. */
export const firstRelation = (record: AnyRecordType): Relation | undefined => {
  const relations = relationsOf(record);
  return relations.find(({ record: other }) => other.name === 'inspection') ?? relations[0];
};

export const AddLink = ({ record, field, item, look }: Relation & { readonly item: Stored; readonly look: Look }) =>
  allowed(record, useSession().member.role, 'create') && item.archivedAt === undefined ? (
    <Link to="/$list/new" params={{ list: record.path }} search={{ [field]: item.id }} className={buttonClass(look)}>
      <Icon name="add" />
      <span>{record.name === 'inspection' ? 'Start inspection' : `Add ${record.label.one.toLowerCase()}`}</span>
    </Link>
  ) : null;

/** Visits come before things: the newest inspection is what a person looks for. */
const inOrder = (relations: Relation[]) =>
  relations.sort((a, b) => Number(b.record.name === 'inspection') - Number(a.record.name === 'inspection'));

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
  return inOrder(relationsOf(record)).map((relation) => (
    <RelatedList
      key={`${relation.record.name} ${relation.field}`}
      {...relation}
      item={item}
      first={relation.record === first?.record && relation.field === first.field}
    />
  ));
};
