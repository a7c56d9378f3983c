import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isTheirs, ownWorkSentence } from '#shared/derive/access.ts';
import type { Stored } from '#shared/model/record.ts';
import { attachment } from '#shared/records/attachment.ts';
import { task } from '#shared/records/task.ts';
import { useMay, useToday, useWho, useWords } from '#web/app/session.ts';
import { listQuery } from '#web/data/queries.ts';
import { dateText, momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Panel } from '#web/ui/page.tsx';
import { Tag } from '#web/ui/messages.tsx';
import { dueText } from './due.ts';
import { VerbDialog } from './verb-dialog.tsx';

const Open = ({ item }: { readonly item: Stored }) => {
  const today = useToday();
  const who = useWho();
  const { person } = useWords();
  const [closing, setClosing] = useState(false);
  const files =
    useInfiniteQuery(listQuery(attachment, 'onId', item.id)).data?.pages.flatMap(({ items }) => items) ?? [];
  const evidence = files.filter(({ values }) => values.state === 'ready').length;
  const { assignee } = item.values;
  const dueOn = String(item.values.dueOn);
  const mayClose = useMay().do('closeTasks') && item.archivedAt === undefined;
  return (
    <>
      <p>
        <Tag tone={dueOn < today ? 'bad' : 'info'}>{dueText(dueOn, today)}</Tag> {dateText(dueOn)}
      </p>
      {mayClose && !isTheirs(task, who, item) && (
        <p>
          {typeof assignee === 'string'
            ? `This task is assigned to ${person(assignee) ?? 'someone no longer listed'}.`
            : 'This task is not assigned to you.'}{' '}
          {ownWorkSentence(task, 'close')}
        </p>
      )}
      {mayClose && isTheirs(task, who, item) && (
        <>
          <p>
            {evidence > 0
              ? `${evidence} ${evidence === 1 ? 'file' : 'files'} on this task will serve as evidence.`
              : 'When the work is done, add a photo below or write how it was done, then close the task.'}
          </p>
          <Button icon="check" onClick={() => setClosing(true)}>
            Close this task
          </Button>
        </>
      )}
      {closing && (
        <VerbDialog
          record={task}
          item={item}
          verb="close"
          title="Close this task"
          about={
            evidence > 0
              ? 'The files on this task are the evidence. A note is welcome.'
              : 'There is no photo on this task, so say how the work was done.'
          }
          ask={{ name: 'note', label: 'How it was done', required: evidence === 0 }}
          button="Close task"
          onClose={() => setClosing(false)}
        />
      )}
    </>
  );
};

const Closed = ({ item }: { readonly item: Stored }) => {
  const may = useMay();
  const { zone, person } = useWords();
  const [reopening, setReopening] = useState(false);
  const { closedAt, closedBy, closingNote } = item.values;
  return (
    <>
      <p>
        <Tag tone="good">Closed</Tag>{' '}
        {typeof closedAt === 'string' &&
          `${momentText(closedAt, zone)} by ${person(String(closedBy)) ?? 'someone no longer listed'}`}
      </p>
      {typeof closingNote === 'string' && <p className="long-text">{closingNote}</p>}
      {may.do('reopenTasks') && item.archivedAt === undefined && (
        <Button look="outline" icon="restore" onClick={() => setReopening(true)}>
          Reopen
        </Button>
      )}
      {reopening && (
        <VerbDialog
          record={task}
          item={item}
          verb="reopen"
          title="Reopen this task?"
          about="It goes back to the open tasks with its due date."
          ask={{ name: 'reason', label: 'Reason', required: true }}
          button="Reopen"
          onClose={() => setReopening(false)}
        />
      )}
    </>
  );
};

export const TaskClosing = ({ item }: { readonly item: Stored }) => (
  <Panel title="State of this task">
    {item.values.status === 'closed' ? <Closed item={item} /> : <Open item={item} />}
  </Panel>
);
