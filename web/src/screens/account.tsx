import { useMutation, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { leave, useSession } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient, sessionsQuery } from '#web/data/queries.ts';
import { endAllSessions, endSession, type OpenSession } from '#web/data/session.ts';
import { deviceOf } from '#web/fields/device.ts';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, Loading, Tag } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { Profile } from './account/profile.tsx';
import { SignInCodes } from './account/sign-in-codes.tsx';

const SessionRow = ({ session, zone }: { readonly session: OpenSession; readonly zone: string }) => {
  const end = useMutation({
    mutationFn: () => endSession(session.id),
    onSettled: () => queryClient.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  return (
    <li className="session-row">
      <div>
        <strong>{deviceOf(session.agent)}</strong> {session.current && <Tag tone="good">This device</Tag>}
        <p className="help">
          Since {momentText(session.startedAt, zone)}, last seen {momentText(session.lastSeenAt, zone)}, from{' '}
          {session.address}
        </p>
        {end.error && <p role="alert">{sentenceOf(end.error)}</p>}
      </div>
      {!session.current && (
        <Button look="outline" busy={end.isPending} onClick={() => end.mutate()}>
          Sign out there
        </Button>
      )}
    </li>
  );
};

const Sessions = () => {
  const { tenant } = useSession();
  const { data, error } = useQuery(sessionsQuery);
  const everywhere = useMutation({ mutationFn: endAllSessions, onSuccess: leave });
  return (
    <Panel title="Where you are signed in">
      {(error ?? everywhere.error) && (
        <Alert tone="error">
          <p>{sentenceOf(error ?? everywhere.error)}</p>
        </Alert>
      )}
      {data === undefined ? (
        !error && <Loading />
      ) : (
        <ul className="plain-list">
          {data.items.map((session) => (
            <SessionRow key={session.id} session={session} zone={tenant.timeZone} />
          ))}
        </ul>
      )}
      <Button look="outline" busy={everywhere.isPending} onClick={() => everywhere.mutate()}>
        Sign out everywhere
      </Button>
    </Panel>
  );
};

/** What each person sees and decides about their own account. */
export const AccountScreen = () => {
  const { member } = useSession();
  return (
    <>
      <PageHeading title="My account" />
      <Profile />
      <SignInCodes />
      <Sessions />
      <Panel title="Password">
        <p>
          <Link to="/reset">Set a new password</Link> with a code that we send to {member.email}. It signs you out on
          every device.
        </p>
      </Panel>
    </>
  );
};
