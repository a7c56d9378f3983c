import { useQuery } from '@tanstack/react-query';
import { closingQuery } from '#web/data/closing.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { PageHeading } from '#web/ui/page.tsx';
import { StartClosing } from './start.tsx';
import { ClosingUnderWay } from './under-way.tsx';

export const ClosingScreen = () => {
  const { data, error } = useQuery(closingQuery);
  return (
    <>
      <PageHeading title="Closing the account" within="Settings" />
      {error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : data === undefined ? (
        <Loading />
      ) : data.closing === undefined ? (
        <StartClosing state={data} />
      ) : (
        <ClosingUnderWay state={data} closing={data.closing} />
      )}
    </>
  );
};
