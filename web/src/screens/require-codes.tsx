import { useRouter } from '@tanstack/react-router';
import { leave } from '#web/app/session.ts';
import { queryClient, sessionQuery } from '#web/data/queries.ts';
import { Button } from '#web/ui/button.tsx';
import { PageHeading } from '#web/ui/page.tsx';
import { SetUpCodes } from './account/set-up-codes.tsx';

/** All that somebody sees who must use sign-in codes and has none yet. */
export const RequireCodes = () => {
  const router = useRouter();
  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <PageHeading title="Set up sign-in codes" />
        <p>Your agency asks you to confirm each sign-in with a code from an app on your phone.</p>
        <SetUpCodes
          onDone={() => {
            void queryClient.invalidateQueries({ queryKey: sessionQuery.queryKey }).then(async () => {
              await queryClient.query({ ...sessionQuery, staleTime: 0 });
              router.history.push('/');
            });
          }}
        />
        <Button look="quiet" onClick={() => void leave()}>
          Sign out
        </Button>
      </main>
    </div>
  );
};
