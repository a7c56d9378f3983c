import { Link } from '@tanstack/react-router';
import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';
import { useWords } from '#web/app/session.ts';
import { inTitle, titleOf } from '#web/fields/title.ts';
import { CardFact } from './card-fact.tsx';

/** A short list of records: the title as a link, and the columns that have something to say. Links to elsewhere are left out. */
export const RecordSummaries = ({
  record,
  items,
}: {
  readonly record: AnyRecordType;
  readonly items: readonly Stored[];
}) => {
  const words = useWords();
  return (
    <ul className="summaries">
      {items.map((item) => (
        <li key={item.id}>
          <Link to="/$list/$recordId" params={{ list: record.path, recordId: item.id }} className="card-title">
            {titleOf(record, item.values, words)}
          </Link>
          <span className="card-facts">
            {record.columns
              .filter(
                (name: string) =>
                  !inTitle(record, name) && item.values[name] !== undefined && fieldsOf(record)[name]?.kind !== 'link',
              )
              .map((name: string) => (
                <CardFact key={name} record={record} row={item} name={name} words={words} />
              ))}
          </span>
        </li>
      ))}
    </ul>
  );
};
