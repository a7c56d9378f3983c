import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { Row } from '#shared/derive/row.ts';
import { labelWithUnit } from '#shared/derive/text.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { textOf, type Words } from '#web/fields/text.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Tag } from '#web/ui/messages.tsx';
import { Cell } from './cell.tsx';
import { reserved, type ListSearch } from './list-search.ts';
import type { Sort } from './list-view.ts';

interface TableProps {
  readonly record: AnyRecordType;
  readonly rows: readonly Row[];
  readonly sort: Sort;
  readonly search: ListSearch;
  readonly words: Words;
}

const ROW_HEIGHT = 48;

/** The column whose cell links to the record: the title, or the first when the title is no column. */
const linkColumn = (record: AnyRecordType): string =>
  record.columns.includes(record.title) ? record.title : (record.columns[0] ?? record.title);

/** In a table the other columns say when and where, so the cell needs no more than its own value. */
const linkText = (record: AnyRecordType, row: Row, words: Words) => {
  const name = linkColumn(record);
  const field = fieldsOf(record)[name];
  return (field && textOf(field, row.values[name], words)) || record.label.one;
};

const TableRow = memo(
  ({
    record,
    row,
    index,
    words,
  }: Pick<TableProps, 'record' | 'words'> & { readonly row: Row; readonly index: number }) => {
    const link = linkColumn(record);
    return (
      <tr aria-rowindex={index + 2}>
        {record.columns.map((name: string) => (
          <td key={name}>
            {name === link ? (
              <Link
                to="/$list/$recordId"
                params={{ list: record.path, recordId: row.id }}
                preload={false}
                className="row-link"
              >
                {linkText(record, row, words)}
              </Link>
            ) : (
              <Cell field={fieldsOf(record)[name]} value={row.values[name]} words={words} />
            )}
            {name === link && row.archivedAt !== undefined && <Tag>Archived</Tag>}
          </td>
        ))}
      </tr>
    );
  },
);
TableRow.displayName = 'TableRow';

const HeaderCell = ({
  record,
  name,
  sort,
  search,
}: Pick<TableProps, 'record' | 'sort' | 'search'> & { readonly name: string }) => {
  const field = fieldsOf(record)[name];
  const on = sort.field === name;
  const descending = on && !sort.descending;
  return (
    <th scope="col" aria-sort={on ? (sort.descending ? 'descending' : 'ascending') : 'none'}>
      <Link
        to="/$list"
        params={{ list: record.path }}
        search={{ ...search, [reserved.sort]: name, [reserved.order]: descending ? 'desc' : 'asc' }}
        replace
        resetScroll={false}
        preload={false}
        className="sort-link"
      >
        <span>{field ? labelWithUnit(field) : name}</span>
        {on && <Icon name={sort.descending ? 'down' : 'up'} />}
        <span className="hidden-text">, sort {descending ? 'descending' : 'ascending'}</span>
      </Link>
    </th>
  );
};

const Spacer = ({ height, span }: { readonly height: number; readonly span: number }) =>
  height > 0 ? (
    <tr aria-hidden="true" className="spacer">
      <td colSpan={span} style={{ height }} />
    </tr>
  ) : null;

/** A real table of which only the rows in view, and a few around, are in the page. */
export const RowTable = ({ record, rows, sort, search, words }: TableProps) => {
  const body = useRef<HTMLTableElement>(null);
  const [top, setTop] = useState(0);
  useLayoutEffect(() => {
    if (body.current) setTop(body.current.getBoundingClientRect().top + scrollY);
  }, [rows.length]);
  const virtual = useWindowVirtualizer({
    count: rows.length,
    estimateSize: () => ROW_HEIGHT,
    overscan: 12,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const before = items[0] ? items[0].start - top : 0;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  const span = record.columns.length;
  return (
    <table ref={body} className="row-table" aria-rowcount={rows.length + 1} aria-label={record.label.many}>
      <thead>
        <tr aria-rowindex={1}>
          {record.columns.map((name: string) => (
            <HeaderCell key={name} record={record} name={name} sort={sort} search={search} />
          ))}
        </tr>
      </thead>
      <tbody>
        <Spacer height={before} span={span} />
        {items.map(({ index, key }) => {
          const row = rows[index];
          return row && <TableRow key={key} record={record} row={row} index={index} words={words} />;
        })}
        <Spacer height={after} span={span} />
      </tbody>
    </table>
  );
};
