import { Link } from '@tanstack/react-router';
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { memo, useLayoutEffect, useRef, useState } from 'react';
import type { Row } from '#shared/derive/row.ts';
import type { FieldKind } from '#shared/model/field.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { textOf, type Words } from '#web/fields/text.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Tag } from '#web/ui/messages.tsx';
import { reserved, type ListSearch } from './list-search.ts';
import type { Sort } from './list-view.ts';
import { ListValue } from './list-value.tsx';
import { RowLink } from './row-link.tsx';

interface TableProps {
  readonly record: AnyRecordType;
  readonly rows: readonly Row[];
  readonly sort: Sort;
  readonly search: ListSearch;
  readonly words: Words;
}

const ROW_HEIGHT = 48;

/** The column whose cell links to the record: its title, or where that is only a kind, the first column. */
const linkColumn = (record: AnyRecordType): string => {
  const first: string = record.columns[0] ?? record.title;
  return fieldsOf(record)[record.title]?.kind === 'text' && record.columns.includes(record.title)
    ? record.title
    : first;
};

/** How much room a value of each kind needs beside the others. */
const widths: { readonly [K in FieldKind]: number } = {
  text: 3,
  number: 1.5,
  choice: 2.25,
  date: 2,
  dateTime: 3.75,
  yesNo: 1.5,
  link: 2.5,
  person: 2.25,
  geometry: 2.5,
  attributes: 2,
};

/** Days left are said beside the day on which something is due. */
const DUE = 4.5;
/** What people look for: it is the last to be cut short. */
const NAME = 4.25;

const weightOf = (record: AnyRecordType, name: string): number => {
  const kind = fieldsOf(record)[name]?.kind ?? 'text';
  if (name === 'dueOn') return DUE;
  return name === record.title && kind === 'text' ? NAME : widths[kind];
};

const Columns = ({ record }: { readonly record: AnyRecordType }) => {
  const weights = record.columns.map((name: string) => weightOf(record, name));
  const sum = weights.reduce((all, one) => all + one, 0);
  return (
    <colgroup>
      {weights.map((weight, n) => (
        <col key={record.columns[n]} style={{ width: `${(100 * weight) / sum}%` }} />
      ))}
    </colgroup>
  );
};

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
              <RowLink list={record.path} id={row.id} className="row-link">
                {linkText(record, row, words)}
              </RowLink>
            ) : (
              <ListValue record={record} row={row} name={name} words={words} />
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
        <span>{field?.label ?? name}</span>
        {on && <Icon name={sort.descending ? 'down' : 'up'} />}
        <span className="hidden-text">, sort {descending ? 'descending' : 'ascending'}</span>
      </Link>
    </th>
  );
};

const Head = memo(({ record, sort, search }: Pick<TableProps, 'record' | 'sort' | 'search'>) => (
  <thead>
    <tr aria-rowindex={1}>
      {record.columns.map((name: string) => (
        <HeaderCell key={name} record={record} name={name} sort={sort} search={search} />
      ))}
    </tr>
  </thead>
));
Head.displayName = 'Head';

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
    useFlushSync: false,
    scrollMargin: top,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const items = virtual.getVirtualItems();
  const before = items[0] ? items[0].start - top : 0;
  const after = virtual.getTotalSize() - ((items.at(-1)?.end ?? top) - top);
  const span = record.columns.length;
  return (
    <table ref={body} className="row-table" aria-rowcount={rows.length + 1} aria-label={record.label.many}>
      <Columns record={record} />
      <Head record={record} sort={sort} search={search} />
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
