import { useQuery } from '@tanstack/react-query';
import { closingQuery } from '#web/data/closing.ts';
import { Fetched } from '#web/ui/fetched.tsx';
import { PageHeading } from '#web/ui/page.tsx';
import { StartClosing } from './start.tsx';
import { ClosingUnderWay } from './under-way.tsx';

export const ClosingScreen = () => {
  const query = useQuery(closingQuery);
  return (
    <>
      <PageHeading title="Closing the account" within="Settings" />
      <Fetched of={query}>
        {(data) =>
          data.closing === undefined ? (
            <StartClosing state={data} />
          ) : (
            <ClosingUnderWay state={data} closing={data.closing} />
          )
        }
      </Fetched>
    </>
  );
};
