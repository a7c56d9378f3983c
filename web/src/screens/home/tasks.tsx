import { Link } from '@tanstack/react-router';
import type { Row } from '#shared/derive/row.ts';
import { records } from '#shared/records/index.ts';
import { useToday, useWords } from '#web/app/session.ts';
import { count, dateText } from '#web/fields/text.ts';
import type { ListSearch } from '#web/records/list-search.ts';
import { dueText } from '#web/records/due.ts';
import { Tag } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { lengthOf, type Queue } from './queue.ts';

const list = records.task.path;

export const Counter = ({
  label,
  value,
  search,
  tone,
}: {
  readonly label: string;
  readonly value: number;
  readonly search: ListSearch;
  readonly tone?: 'bad' | 'warn';
}) => (
  <li>
    <Link
      to="/$list"
      params={{ list }}
      search={{ status: 'open', ...search }}
      className={`counter ${value > 0 && tone ? `counter-${tone}` : ''}`}
    >
      <strong>{count(value)}</strong>
      <span>{label}</span>
    </Link>
  </li>
);

const TaskLine = ({ row, today }: { readonly row: Row; readonly today: string }) => {
  const { person } = useWords();
  const { title, dueOn, assignee } = row.values;
  const due = String(dueOn);
  return (
    <li>
      <Link to="/$list/$recordId" params={{ list, recordId: row.id }} className="card-title">
        {String(title)}
      </Link>
      <span className="card-facts">
        <Tag tone={due < today ? 'bad' : 'info'}>{dueText(due, today)}</Tag>
        <span>{dateText(due)}</span>
        <span>
          {typeof assignee === 'string' ? (person(assignee) ?? 'Someone no longer listed') : 'Nobody assigned'}
        </span>
      </span>
    </li>
  );
};

const SHOWN = 8;

export const TaskPanel = ({
  title,
  queue,
  search,
  none,
}: {
  readonly title: string;
  readonly queue: Queue;
  readonly search: ListSearch;
  readonly none: string;
}) => {
  const today = useToday();
  const all = [...queue.overdue, ...queue.soon, ...queue.later];
  return (
    <Panel title={title}>
      {all.length === 0 ? (
        <p className="none">{none}</p>
      ) : (
        <ul className="summaries">
          {all.slice(0, SHOWN).map((row) => (
            <TaskLine key={row.id} row={row} today={today} />
          ))}
        </ul>
      )}
      {all.length > SHOWN && (
        <p>
          <Link to="/$list" params={{ list }} search={{ status: 'open', ...search }}>
            All {count(lengthOf(queue))}
          </Link>
        </p>
      )}
    </Panel>
  );
};
