import { Link } from '@tanstack/react-router';
import { recordNamed } from '#shared/records/index.ts';
import { useWords } from '#web/app/session.ts';
import { useLinked } from '#web/data/queries.ts';
import { titleOf } from './title.ts';

/** A link to a record by its title, wherever that comes from. */
export const RecordLink = ({ to, id }: { readonly to: string | undefined; readonly id: string }) => {
  const record = to === undefined ? undefined : recordNamed(to);
  const values = useLinked(to, id);
  const words = useWords();
  if (record === undefined) return <span>{id}</span>;
  return (
    <Link to="/$list/$recordId" params={{ list: record.path, recordId: id }}>
      {values ? titleOf(record, values, words) : record.label.one}
    </Link>
  );
};
