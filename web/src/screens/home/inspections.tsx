import { Link } from '@tanstack/react-router';
import type { Stored } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';
import { useWords } from '#web/app/session.ts';
import { useLinked } from '#web/data/queries.ts';
import { titleOf } from '#web/fields/title.ts';
import { momentText } from '#web/fields/text.ts';
import { Cell } from '#web/records/cell.tsx';

const subjects = ['structure', 'outfall', 'site'] as const;

const Line = ({ item }: { readonly item: Stored }) => {
  const words = useWords();
  const subject = subjects.find((name) => typeof item.values[name] === 'string');
  const linked = useLinked(subject, subject && String(item.values[subject]));
  const { inspector, inspectedAt } = item.values;
  return (
    <li>
      <Link to="/$list/$recordId" params={{ list: records.inspection.path, recordId: item.id }} className="card-title">
        {subject === undefined
          ? 'Inspection'
          : linked
            ? titleOf(records[subject], linked, words)
            : records[subject].label.one}
      </Link>
      <span className="card-facts">
        {item.values.condition !== undefined && (
          <Cell field={records.inspection.fields.condition} value={item.values.condition} words={words} />
        )}
        <span>{momentText(String(inspectedAt), words.zone)}</span>
        <span>{words.person(String(inspector)) ?? ''}</span>
      </span>
    </li>
  );
};

/** Named by what was inspected: that is what people remember. */
export const InspectionLines = ({ items }: { readonly items: readonly Stored[] }) => (
  <ul className="summaries">
    {items.map((item) => (
      <Line key={item.id} item={item} />
    ))}
  </ul>
);
