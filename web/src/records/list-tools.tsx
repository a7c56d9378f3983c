import { Link, useNavigate, useRouter } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { usePeople } from '#web/data/queries.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { filterFields, reserved, type ListSearch } from './list-search.ts';
import { filterCount, type Sort } from './list-view.ts';

interface ToolsProps {
  readonly record: AnyRecordType;
  readonly search: ListSearch;
  readonly sort: Sort;
  readonly wide: boolean;
}

const without = (search: ListSearch, part: ListSearch): ListSearch =>
  Object.fromEntries(Object.entries({ ...search, ...part }).filter(([, value]) => value !== undefined && value !== ''));

/** Puts a part of the search into the address, replacing the entry in the history: Back leaves the list. */
export const useSetSearch = (record: AnyRecordType, search: ListSearch) => {
  const navigate = useNavigate();
  return (part: ListSearch) =>
    void navigate({
      to: '/$list',
      params: { list: record.path },
      search: without(search, part),
      replace: true,
      resetScroll: false,
    });
};

const PAUSE_MS = 150;

/** Follows the typing at once; the address and the rows follow when it pauses. */
const TextFilter = ({ record, search }: Pick<ToolsProps, 'record' | 'search'>) => {
  const inAddress = search[reserved.text] ?? '';
  const [typed, setTyped] = useState<string>();
  const set = useSetSearch(record, search);
  const latest = useRef(set);
  const router = useRouter();
  useEffect(() => {
    latest.current = set;
  });
  useEffect(() => {
    if (typed === undefined) return;
    const timer = setTimeout(() => {
      // Someone who has followed a link meanwhile is on the way out, and must not be called back.
      if (router.latestLocation.pathname !== `/${record.path}`) return;
      latest.current({ [reserved.text]: typed });
      setTyped(undefined);
    }, PAUSE_MS);
    return () => clearTimeout(timer);
  }, [typed, router, record.path]);
  return (
    <div className="search-box">
      <label className="label" htmlFor="list-search">
        Search {record.label.many.toLowerCase()}
      </label>
      <span className="search-input">
        <Icon name="search" />
        <input
          id="list-search"
          className="input"
          type="search"
          autoComplete="off"
          value={typed ?? inAddress}
          onChange={(e) => setTyped(e.target.value)}
        />
      </span>
    </div>
  );
};

const Filters = ({ record, search }: Pick<ToolsProps, 'record' | 'search'>) => {
  const set = useSetSearch(record, search);
  const people = usePeople();
  return (
    <>
      {filterFields(record).map(([name, field, filter]) => (
        <Select
          key={name}
          id={`filter-${name}`}
          label={field.label}
          empty="All"
          options={filter.options(field, people)}
          value={search[name] ?? ''}
          onChange={(value) => set({ [name]: value })}
        />
      ))}
      <Select
        id="filter-archived"
        label="Archived"
        empty="Left out"
        options={[{ value: 'yes', label: 'Included' }]}
        value={search[reserved.archived] ?? ''}
        onChange={(value) => set({ [reserved.archived]: value })}
      />
    </>
  );
};

const SortBy = ({ record, search, sort }: Pick<ToolsProps, 'record' | 'search' | 'sort'>) => {
  const set = useSetSearch(record, search);
  return (
    <Select
      id="sort-by"
      label="Sort by"
      options={record.columns.flatMap((name: string) =>
        ['asc', 'desc'].map((order) => ({
          value: `${name} ${order}`,
          label: `${fieldsOf(record)[name]?.label ?? name}, ${order === 'asc' ? 'A to Z or earliest first' : 'Z to A or latest first'}`,
        })),
      )}
      value={`${sort.field} ${sort.descending ? 'desc' : 'asc'}`}
      onChange={(value) => {
        const [field, order] = value.split(' ');
        set({ [reserved.sort]: field ?? '', [reserved.order]: order ?? '' });
      }}
    />
  );
};

const Clear = ({ record, search }: Pick<ToolsProps, 'record' | 'search'>) =>
  filterCount(record, search) > 0 || search[reserved.text] !== undefined ? (
    <Link className="clear-filters" to="/$list" params={{ list: record.path }} replace>
      Clear search and filters
    </Link>
  ) : null;

export const ListTools = ({ record, search, sort, wide }: ToolsProps) => {
  const set = filterCount(record, search);
  return (
    <search className="list-tools">
      <TextFilter record={record} search={search} />
      {wide ? (
        <Filters record={record} search={search} />
      ) : (
        <details className="filter-drawer">
          <summary>
            <Icon name="filter" /> Filter and sort{set > 0 ? ` (${set} set)` : ''}
          </summary>
          <Filters record={record} search={search} />
          <SortBy record={record} search={search} sort={sort} />
        </details>
      )}
      <Clear record={record} search={search} />
    </search>
  );
};
