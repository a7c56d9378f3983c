import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { attachment } from '#shared/records/attachment.ts';
import { publicRecordsRequest } from '#shared/records/public-records-request.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { recordQuery } from '#web/data/queries.ts';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { PageHeading } from '#web/ui/page.tsx';
import { Marking } from './marking.tsx';

const route = getRouteApi('/shell/public-records-requests/$requestId/mark/$recordType/$recordId/$fileId');

/** Parts of one photo or document that are black in the copy for a request. */
export const MarkAreasScreen = () => {
  const { requestId, recordType, recordId, fileId } = route.useParams();
  const { data: file, error } = useQuery(recordQuery(attachment, fileId));
  return (
    <>
      <PageHeading
        title={file === undefined ? 'Black out parts' : `Black out parts of ${String(file.values.fileName)}`}
        within={publicRecordsRequest.label.many}
        above={
          <nav aria-label="Breadcrumb" className="crumbs">
            <Link
              to="/public-records-requests/$requestId/preview/$recordType/$recordId"
              params={{ requestId, recordType, recordId }}
            >
              <Icon name="back" />
              What goes out
            </Link>
          </nav>
        }
      />
      {error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : file === undefined ? (
        <Loading />
      ) : (
        <Marking requestId={requestId} file={file} />
      )}
    </>
  );
};
