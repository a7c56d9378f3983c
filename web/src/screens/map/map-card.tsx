import { Link } from '@tanstack/react-router';
import { useEffect, useRef } from 'react';
import type { Row } from '#shared/derive/row.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { records } from '#shared/records/index.ts';
import { useMay, useWords } from '#web/app/session.ts';
import { titleOf } from '#web/fields/title.ts';
import { Cell } from '#web/records/cell.tsx';
import { buttonClass } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';

/** What was tapped on the map, with the two things one does next. */
export const MapCard = ({
  record,
  row,
  onClose,
}: {
  readonly record: AnyRecordType;
  readonly row: Row;
  readonly onClose: () => void;
}) => {
  const words = useWords();
  const may = useMay();
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    card.current?.focus();
    card.current?.scrollIntoView({ block: 'nearest' });
  }, [row.id]);
  const subject = fieldsOf(records.inspection)[record.name]?.to === record.name;
  return (
    <section ref={card} tabIndex={-1} className="map-card" aria-label="Chosen on the map">
      <div className="dialog-head">
        <h2>{titleOf(record, row.values, words)}</h2>
        <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
          <Icon name="close" />
        </button>
      </div>
      <p className="card-facts">
        <span>{record.label.one}</span>
        {record.columns
          .filter((name: string) => name !== record.title && row.values[name] !== undefined)
          .slice(0, 3)
          .map((name: string) => (
            <span key={name}>
              <Cell field={fieldsOf(record)[name]} value={row.values[name]} words={words} />
            </span>
          ))}
      </p>
      <div className="actions">
        <Link to="/$list/$recordId" params={{ list: record.path, recordId: row.id }} className={buttonClass()}>
          Open {record.label.one.toLowerCase()}
        </Link>
        {subject && may.act(records.inspection, 'create') && (
          <Link
            to="/$list/new"
            params={{ list: records.inspection.path }}
            search={{ [record.name]: row.id }}
            className={buttonClass('outline')}
          >
            Start inspection
          </Link>
        )}
      </div>
    </section>
  );
};
