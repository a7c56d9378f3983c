import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { lazy, Suspense } from 'react';
import { allowed } from '#shared/derive/access.ts';
import { geometrySchema } from '#shared/geo/geometry.ts';
import { shownSections } from '#shared/derive/sections.ts';
import { labelWithUnit } from '#shared/derive/text.ts';
import { SYSTEM_MEMBER } from '#shared/model/principal.ts';
import { fieldsOf, type AnyRecordType, type Stored } from '#shared/model/record.ts';
import { useWho, useWords } from '#web/app/session.ts';
import { isCode, sentenceOf } from '#web/data/problem.ts';
import { recordQuery, usePeople } from '#web/data/queries.ts';
import { RecordLink } from '#web/fields/record-link.tsx';
import { titleOf } from '#web/fields/title.ts';
import { Show } from '#web/fields/show.tsx';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Loading, Tag } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { Said } from '#web/ui/said.tsx';
import { Files } from './files.tsx';
import { FileView } from './file-view.tsx';
import { History } from './history.tsx';
import { RecordActions } from './record-actions.tsx';
import { HoldThis, OnHold } from './on-hold.tsx';
import { Related } from './related.tsx';
import { SignOff } from './sign-off.tsx';
import { TaskClosing } from './task-closing.tsx';
import { ProfileRules } from '#web/screens/redaction/profile-rules.tsx';
import { RequestState } from '#web/screens/desk/request-state.tsx';
import { FindingTask } from './finding-task.tsx';
import { whyNoChange } from './why-no-change.ts';

const route = getRouteApi('/shell/$list/$recordId');
const MapSnippet = lazy(() => import('./map-snippet.tsx').then((m) => ({ default: m.MapSnippet })));

/** Sections with at least one answer, or that the form asks for; those of other kinds are left out. */
const Sections = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) =>
  shownSections(record, item.values).map(({ heading, fields }) => {
    // What only the system fills in, such as the closing of a task, has a panel of its own.
    if (fields.every((name) => fieldsOf(record)[name]?.system)) return null;
    // The panel of a file links to what it is on.
    const answered = fields.filter((name) => item.values[name] !== undefined && fieldsOf(record)[name]?.to !== '*');
    const unanswered = fields.filter((name) => item.values[name] === undefined && !fieldsOf(record)[name]?.system);
    if (answered.length === 0) return null;
    return (
      <Panel key={heading} title={heading}>
        <dl className="facts">
          {answered.map((name) => {
            const field = fieldsOf(record)[name];
            return (
              field && (
                <div key={name} className={field.long || field.kind === 'attributes' ? 'fact fact-wide' : 'fact'}>
                  <dt>{field.kind === 'number' ? field.label : labelWithUnit(field)}</dt>
                  <dd>
                    <Show field={field} value={item.values[name]} />
                  </dd>
                </div>
              )
            );
          })}
        </dl>
        {unanswered.length > 0 && (
          <p className="help">Not recorded: {unanswered.map((name) => fieldsOf(record)[name]?.label).join(', ')}.</p>
        )}
      </Panel>
    );
  });

const Place = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => {
  const words = useWords();
  const read = geometrySchema.safeParse(record.geometry === undefined ? undefined : item.values[record.geometry]);
  if (!read.success) return null;
  return (
    <Panel title="On the map">
      <Suspense fallback={<Loading>Loading the map…</Loading>}>
        <MapSnippet record={record} item={item} geometry={read.data} label={titleOf(record, item.values, words)} />
      </Suspense>
      <p>
        <Link to="/map" search={{ at: `${record.name}:${item.id}` }}>
          Open the map here
        </Link>
      </p>
    </Panel>
  );
};

const Provenance = ({ item }: { readonly item: Stored }) => {
  const { zone } = useWords();
  const people = usePeople();
  const by = (id: string) =>
    id === SYSTEM_MEMBER
      ? 'the system'
      : (people.find((person) => person.id === id)?.name ?? 'someone no longer listed');
  return (
    <p className="provenance">
      Version {item.version}. Changed {momentText(item.updatedAt, zone)} by {by(item.updatedBy)}. Made{' '}
      {momentText(item.createdAt, zone)} by {by(item.createdBy)}.
    </p>
  );
};

/** The subjects of a record, in its heading: an inspection of CB-12 says so. */
const Subjects = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => (
  <>
    {Object.entries(fieldsOf(record))
      .filter(([name, { kind, to }]) => kind === 'link' && to !== '*' && item.values[name] !== undefined)
      .map(([name, { label, to }]) => (
        <span key={name} className="subject">
          {label}: <RecordLink to={to} id={String(item.values[name])} />
        </span>
      ))}
  </>
);

/** What is done in the field: photos and findings are added right after it is saved, so they come first. */
const isWork = ({ name }: AnyRecordType) => name === 'inspection' || name === 'finding' || name === 'task';

const Whole = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => (
  <>
    <Said />
    <OnHold record={record} item={item} />
    {item.archivedAt !== undefined && (
      <Alert tone="warning" title="This record is archived">
        <p>It is left out of lists and counts. Everything about it is kept.</p>
      </Alert>
    )}
    <div className="detail">
      <div className="detail-main">
        {record.name === 'task' && <TaskClosing item={item} />}
        {record.name === 'publicRecordsRequest' && <RequestState item={item} />}
        {record.name === 'attachment' && <FileView item={item} />}
        {record.name === 'finding' && <FindingTask item={item} />}
        {isWork(record) && <Files record={record} item={item} />}
        {isWork(record) && <Related record={record} item={item} />}
        {record.name === 'inspection' && <SignOff item={item} />}
        {record.name === 'redactionProfile' ? <ProfileRules item={item} /> : <Sections record={record} item={item} />}
        {!isWork(record) && <Related record={record} item={item} />}
      </div>
      <div className="detail-side">
        <Place record={record} item={item} />
        {!isWork(record) && record.name !== 'redactionProfile' && <Files record={record} item={item} />}
        <History record={record} item={item} />
      </div>
    </div>
    <Provenance item={item} />
    <HoldThis record={record} item={item} />
  </>
);

/** Said to those who add such records and could look for the Edit button; others never had one. */
const NoChange = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => {
  const who = useWho();
  const why = whyNoChange(record, who, item);
  const told = allowed(record, who.role, 'create') && item.archivedAt === undefined;
  return why !== undefined && told ? <p className="help">{why}</p> : null;
};

const Detail = ({ record, id }: { readonly record: AnyRecordType; readonly id: string }) => {
  const { data: item, error, refetch } = useQuery(recordQuery(record, id));
  const words = useWords();
  const missing = isCode(error, 'not-found') || isCode(error, 'bad-request');
  const title = item
    ? titleOf(record, item.values, words)
    : missing
      ? `No such ${record.label.one.toLowerCase()}`
      : record.label.one;
  return (
    <>
      <PageHeading
        title={title}
        within={record.label.many}
        above={
          <nav aria-label="Breadcrumb" className="crumbs">
            <Link to="/$list" params={{ list: record.path }}>
              <Icon name="back" />
              {record.label.many}
            </Link>
            {item?.archivedAt !== undefined && <Tag tone="warn">Archived</Tag>}
          </nav>
        }
      >
        {item && <RecordActions record={record} item={item} />}
      </PageHeading>
      {item && (
        <>
          <p className="subjects">
            <Subjects record={record} item={item} />
          </p>
          <NoChange record={record} item={item} />
        </>
      )}
      {item ? (
        <Whole record={record} item={item} />
      ) : missing ? (
        <p>It may have been entered by another agency, or the link is not complete.</p>
      ) : error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
          <Button look="outline" onClick={() => void refetch()}>
            Try again
          </Button>
        </Alert>
      ) : (
        <Loading />
      )}
    </>
  );
};

export const RecordDetail = () => {
  const { record } = route.useRouteContext();
  const { recordId } = route.useParams();
  return <Detail key={recordId} record={record} id={recordId} />;
};
