import { useInfiniteQuery } from '@tanstack/react-query';
import type { Stored } from '#shared/model/record.ts';
import { task } from '#shared/records/task.ts';
import { listQuery } from '#web/data/queries.ts';
import { Loading } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { RecordSummaries } from './record-summaries.tsx';

/** The task that a deficient finding made: it is among the tasks of the finding's inspection. */
export const FindingTask = ({ item }: { readonly item: Stored }) => {
  const query = useInfiniteQuery(listQuery(task, 'inspection', String(item.values.inspection)));
  const items =
    query.data?.pages.flatMap((page) => page.items).filter(({ values }) => values.finding === item.id) ?? [];
  if (item.values.deficient !== true && items.length === 0) return null;
  return (
    <Panel title="Task">
      {items.length > 0 ? (
        <RecordSummaries record={task} items={items} />
      ) : query.isPending ? (
        <Loading />
      ) : (
        <p>There is no task for this finding.</p>
      )}
    </Panel>
  );
};
