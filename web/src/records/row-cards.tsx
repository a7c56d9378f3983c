import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { Row } from '#shared/derive/row.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { inTitle, titleOf } from '#web/fields/title.ts';
import type { Words } from '#web/fields/text.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Tag } from '#web/ui/messages.tsx';
import { CardFact } from './card-fact.tsx';
import { fieldInColumn } from './list-value.tsx';
import { RowLink } from './row-link.tsx';

/** Of a card with one line of values; those with more are measured when they come into view. */
const CARD_HEIGHT = 72;

/** Values that say enough beside the title on a card. */
const ON_CARD = 3;

const CardBody = memo(
  ({ record, row, words }: { readonly record: AnyRecordType; readonly row: Row; readonly words: Words }) => (
    <>
      <span className="card-title">{titleOf(record, row.values, words)}</span>
      <span className="card-facts">
        {row.archivedAt !== undefined && <Tag>Archived</Tag>}
        {record.columns
          .filter(
            (name: string) => !inTitle(record, name) && row.values[fieldInColumn(record, row, name)] !== undefined,
          )
          .slice(0, ON_CARD)
          .map((name: string) => (
            <CardFact key={name} record={record} row={row} name={name} words={words} />
          ))}
      </span>
    </>
  ),
);

CardBody.displayName = 'CardBody';

/** The list on a phone: one card for each record, all of it a target for the thumb. */
export const RowCards = ({
  record,
  rows,
  words,
}: {
  readonly record: AnyRecordType;
  readonly rows: readonly Row[];
  readonly words: Words;
}) => {
  const list = useRef<HTMLUListElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (list.current) setTop(list.current.getBoundingClientRect().top + scrollY);
  }, [rows.length]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => CARD_HEIGHT,
    overscan: 8,
    useFlushSync: false,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  return (
    <ul ref={list} className="row-cards" aria-label={record.label.many} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, key, start }) => {
        const row = rows[index];
        return (
          row && (
            <li
              key={key}
              ref={virtual.measureElement}
              data-index={index}
              aria-setsize={rows.length}
              aria-posinset={index + 1}
              style={{ transform: `translateY(${start - top}px)` }}
            >
              <RowLink list={record.path} id={row.id} className="row-card">
                <span>
                  <CardBody record={record} row={row} words={words} />
                </span>
                <Icon name="next" />
              </RowLink>
            </li>
          )
        );
      })}
    </ul>
  );
};
