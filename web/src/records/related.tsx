import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { allowed } from '#shared/derive/access.ts';
import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';
import { allRecords } from '#shared/records/index.ts';
import { useSession } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { listQuery } from '#web/data/queries.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
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

/** Visits come before things: the newest inspection is what a person looks for. */
const inOrder = (relations: Relation[]) =>
  relations.sort((a, b) => Number(b.record.name === 'inspection') - Number(a.record.name === 'inspection'));

const addLabel = (record: AnyRecordType) =>
  record.name === 'inspection' ? 'Start inspection' : `Add ${record.label.one.toLowerCase()}`;

const RelatedList = ({ record, field, item }: Relation & { readonly item: Stored }) => {
  const query = useInfiniteQuery(listQuery(record, field, item.id));
  const { role } = useSession().member;
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  const many = record.label.many.toLowerCase();
  return (
    <Panel
      title={record.label.many}
      actions={
        allowed(record, role, 'create') && item.archivedAt === undefined ? (
          <Link
            to="/$list/new"
            params={{ list: record.path }}
            search={{ [field]: item.id }}
            className={buttonClass(record.name === 'task' || record.name === 'structure' ? 'outline' : 'primary')}
          >
            <Icon name="add" />
            <span>{addLabel(record)}</span>
          </Link>
        ) : null
      }
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

export const Related = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) =>
  inOrder(relationsOf(record)).map((relation) => (
    <RelatedList key={`${relation.record.name} ${relation.field}`} {...relation} item={item} />
  ));
