import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { chosenQuery, type ChosenRow } from '#web/data/desk.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';

interface Place {
  readonly requestId: string;
  readonly recordType: string;
  readonly recordId: string;
}

const To = ({
  requestId,
  row,
  children,
}: {
  readonly requestId: string;
  readonly row: ChosenRow;
  readonly children: string;
}) => (
  <Link
    to="/public-records-requests/$requestId/preview/$recordType/$recordId"
    params={{ requestId, recordType: row.recordType, recordId: row.id }}
    className={buttonClass('outline')}
  >
    <span>{children}</span>
  </Link>
);

/** From one chosen record to the next, in the order of the list. */
export const Neighbours = ({ requestId, recordType, recordId }: Place) => {
  const list = useInfiniteQuery(chosenQuery(requestId, undefined));
  const rows = list.data?.pages.flatMap(({ items }) => items) ?? [];
  const at = rows.findIndex((row) => row.recordType === recordType && row.id === recordId);
  const before = rows[at - 1];
  const after = at < 0 ? undefined : rows[at + 1];
  return (
    <nav aria-label="Chosen records" className="actions desk-steps">
      {before && (
        <To requestId={requestId} row={before}>
          Record before
        </To>
      )}
      {after ? (
        <To requestId={requestId} row={after}>
          Next record
        </To>
      ) : (
        list.hasNextPage && (
          <Button look="outline" busy={list.isFetchingNextPage} onClick={() => void list.fetchNextPage()}>
            Load more records
          </Button>
        )
      )}
    </nav>
  );
};
