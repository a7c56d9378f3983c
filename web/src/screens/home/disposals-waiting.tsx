import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { mayDo } from '#shared/derive/access.ts';
import { useWho } from '#web/app/session.ts';
import { disposalsQuery, retentionQuery } from '#web/data/retention.ts';
import { count } from '#web/fields/text.ts';
import { Alert } from '#web/ui/messages.tsx';

/** Told to the one person whom the agency named: nobody else can decide, and nothing goes before they do. */
export const DisposalsWaiting = () => {
  const { memberId, role } = useWho();
  const mayDecide = mayDo(role, 'decideDisposals');
  const retention = useQuery({ ...retentionQuery, enabled: mayDecide });
  const named = mayDecide && retention.data?.disposer === memberId;
  const { data } = useQuery({ ...disposalsQuery, enabled: named });
  const waiting = named ? (data?.items.filter(({ state }) => state === 'waiting' || state === 'failed') ?? []) : [];
  return waiting.map(({ id, count: records, state }) => (
    <Alert
      key={id}
      tone="warning"
      title={`${count(records)} ${records === 1 ? 'record waits' : 'records wait'} for your decision`}
    >
      <p>
        {state === 'failed'
          ? 'Their disposal stopped before it was done. '
          : 'They have been kept as long as your rules ask. You decide whether they are disposed of; until then nothing happens. '}
        <Link to="/retention/$disposalId" params={{ disposalId: id }}>
          Look through the list
        </Link>
      </p>
    </Alert>
  ));
};
