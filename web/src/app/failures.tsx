import { Link, type ErrorComponentProps } from '@tanstack/react-router';
import { isCode, RequestProblem, sentenceOf } from '#web/data/problem.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { PageHeading } from '#web/ui/page.tsx';

/** After a new release the old page asks for files that are gone; loading the page again cures that. */
const isOldPage = (error: unknown) => error instanceof TypeError && /import|module/i.test(error.message);

export const PageFailed = ({ error, reset }: ErrorComponentProps) => (
  <div className="page">
    <PageHeading title={isCode(error, 'offline') ? 'No connection' : 'This page could not be shown'} />
    <Alert tone="error">
      <p>{isOldPage(error) ? 'A part of this page could not be loaded. Load the page again.' : sentenceOf(error)}</p>
      {error instanceof RequestProblem && error.requestId && <p className="help">Request {error.requestId}</p>}
    </Alert>
    <div className="actions">
      <Button onClick={reset}>Try again</Button>
      <Button look="outline" onClick={() => location.reload()}>
        Load the page again
      </Button>
    </div>
  </div>
);

export const PageMissing = () => (
  <div className="page">
    <PageHeading title="There is nothing at this address" />
    <p>The link may be old, or it may belong to another agency.</p>
    <p>
      <Link to="/">Go to the home page</Link>
    </p>
  </div>
);

export const PagePending = () => (
  <div className="page">
    <Loading />
  </div>
);
