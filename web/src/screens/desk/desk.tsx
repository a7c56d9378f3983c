import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { isClosed } from '#shared/permit/request-status.ts';
import { publicRecordsRequest } from '#shared/records/public-records-request.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { recordQuery } from '#web/data/queries.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { ChooseQuery } from './choose-query.tsx';
import { ChosenList } from './chosen-list.tsx';
import { ReleasePanel } from './release-panel.tsx';
import { Rules } from './rules.tsx';
import { DueLine, type Request } from './request-state.tsx';

const route = getRouteApi('/shell/public-records-requests/$requestId/desk');

/** Where the records for one request are chosen, looked at and released. */
export const DeskScreen = () => {
  const { requestId } = route.useParams();
  const { data: item, error } = useQuery(recordQuery(publicRecordsRequest, requestId));
  const request = item?.values as Request | undefined;
  const mayChange = request !== undefined && item?.archivedAt === undefined && !isClosed(request.status);
  return (
    <>
      <PageHeading
        title={request === undefined ? 'Records for a request' : `Records for: ${request.subject}`}
        within={publicRecordsRequest.label.many}
        above={
          <nav aria-label="Breadcrumb" className="crumbs">
            <Link to="/$list/$recordId" params={{ list: publicRecordsRequest.path, recordId: requestId }}>
              <Icon name="back" />
              The request
            </Link>
          </nav>
        }
      />
      {error && (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      )}
      {!error && request === undefined && <Loading />}
      {item !== undefined && request !== undefined && (
        <>
          <DueLine request={request} />
          <Panel title="What is asked for">
            <p className="long-text">{request.scope}</p>
          </Panel>
          {mayChange && (
            <Panel title="Choose records">
              <ChooseQuery requestId={requestId} />
            </Panel>
          )}
          <Panel title="Chosen records">
            <ChosenList requestId={requestId} mayChange={mayChange} />
          </Panel>
          <Panel title="What is removed">
            <Rules requestId={requestId} mayChange={mayChange} />
          </Panel>
          <Panel title="Copy, review and release">
            <ReleasePanel item={item} />
          </Panel>
        </>
      )}
    </>
  );
};
