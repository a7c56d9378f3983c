import { getRouteApi, Link } from '@tanstack/react-router';
import { useDeferredValue, useEffect, useMemo } from 'react';
import { allowed } from '#shared/derive/access.ts';
import { rowFields } from '#shared/derive/row.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { useMay, useSession, useToday, useWords } from '#web/app/session.ts';
import { mirrorOf, useMirror, useMirrors } from '#web/data/mirrors.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { count } from '#web/fields/text.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Empty, Loading } from '#web/ui/messages.tsx';
import { PageHeading } from '#web/ui/page.tsx';
import { useWide } from '#web/ui/use-media.ts';
import type { ListSearch } from './list-search.ts';
import { ListTools } from './list-tools.tsx';
import { filterCount, filterRows, searchTexts, sortOf, sortRows } from './list-view.ts';
import { RowCards } from './row-cards.tsx';
import { RowTable } from './row-table.tsx';

const route = getRouteApi('/shell/$list');

const useRows = (record: AnyRecordType, search: ListSearch) => {
  const mirror = useMirror(record);
  const linked = useMemo(() => rowFields(record).flatMap((name) => fieldsOf(record)[name]?.to ?? []), [record]);
  const words = useWords(useMirrors(linked));
  const asker = { today: useToday(), memberId: useSession().member.id };
  const { field, descending } = sortOf(record, search);
  const sorted = useMemo(
    () => sortRows(record, mirror.rows, { field, descending }, words),
    [record, mirror.rows, field, descending, words],
  );
  const texts = useMemo(() => {
    let made: Map<string, string> | undefined;
    return () => (made ??= searchTexts(record, mirror.rows, words));
  }, [record, mirror.rows, words]);
  useEffect(() => {
    // Made ahead, in a quiet moment, so that the first letter typed does not wait for it.
    if (mirror.phase !== 'ready') return;
    const timer = setTimeout(texts, 600);
    return () => clearTimeout(timer);
  }, [mirror.phase, texts]);
  const { today, memberId } = asker;
  const rows = useMemo(
    () => filterRows(record, sorted, search, { today, memberId }, texts),
    [record, sorted, search, today, memberId, texts],
  );
  return { mirror, rows, words, sort: { field, descending } };
};

const NewButton = ({ record }: { readonly record: AnyRecordType }) =>
  useMay().act(record, 'create') && !record.managed ? (
    <Link to="/$list/new" params={{ list: record.path }} className={buttonClass()}>
      <Icon name="add" />
      <span>{record.name === 'inspection' ? 'Start inspection' : `New ${record.label.one.toLowerCase()}`}</span>
    </Link>
  ) : null;

const NoRows = ({ record, total }: { readonly record: AnyRecordType; readonly total: number }) => {
  const { one, many } = record.label;
  return total === 0 ? (
    <Empty title={`No ${many.toLowerCase()} yet`}>
      <p>{record.about}</p>
    </Empty>
  ) : (
    <Empty title={`No ${one.toLowerCase()} fits these filters`}>
      <p>
        <Link to="/$list" params={{ list: record.path }}>
          Show all {many.toLowerCase()}
        </Link>
      </p>
    </Empty>
  );
};

const howMany = (shown: number, total: number, record: AnyRecordType) => {
  const noun = (total === 1 ? record.label.one : record.label.many).toLowerCase();
  return shown === total ? `${count(total)} ${noun}` : `${count(shown)} of ${count(total)} ${noun}`;
};

const Lists = ({ record }: { readonly record: AnyRecordType }) => {
  const search = route.useSearch();
  const shown = useDeferredValue(search);
  const { mirror, rows, words, sort } = useRows(record, shown);
  const wide = useWide();
  const total = mirror.rows.length;
  return (
    <>
      <PageHeading title={record.label.many}>
        {record.geometry && record.name !== 'attachment' && (
          <Link to="/map" className={buttonClass('outline')}>
            <Icon name="map" />
            <span>Map</span>
          </Link>
        )}
        <NewButton record={record} />
      </PageHeading>
      <ListTools key={record.name} record={record} search={search} sort={sort} wide={wide} />
      {mirror.error !== undefined && (
        <Alert tone="error" title={`The ${record.label.many.toLowerCase()} could not be brought up to date`}>
          <p>{sentenceOf(mirror.error)}</p>
          <Button look="outline" onClick={() => void mirrorOf(record).refresh()}>
            Try again
          </Button>
        </Alert>
      )}
      <div className="list-status">
        <p role="status">{mirror.phase === 'ready' ? howMany(rows.length, total, record) : ''}</p>
        {mirror.phase === 'loading' && (
          <Loading>
            Loading: {count(mirror.received)} {record.label.many.toLowerCase()} so far
          </Loading>
        )}
      </div>
      {rows.length > 0 ? (
        wide ? (
          <RowTable record={record} rows={rows} sort={sort} search={search} words={words} />
        ) : (
          <RowCards record={record} rows={rows} words={words} />
        )
      ) : (
        mirror.phase === 'ready' && (
          <NoRows record={record} total={filterCount(record, shown) > 0 || shown.q !== undefined ? 1 : total} />
        )
      )}
    </>
  );
};

export const RecordList = () => {
  const { record } = route.useRouteContext();
  const { role } = useSession().member;
  return allowed(record, role, 'read') ? (
    <Lists key={record.name} record={record} />
  ) : (
    <>
      <PageHeading title={record.label.many} />
      <Alert tone="warning" title="Your role does not show these">
        <p>Ask an administrator of your agency if you need them.</p>
      </Alert>
    </>
  );
};
