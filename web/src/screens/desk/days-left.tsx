import type { Jurisdiction } from '#shared/model/jurisdiction.ts';
import { isClosed, type RequestStatus } from '#shared/permit/request-status.ts';
import { useSession, useToday } from '#web/app/session.ts';
import { daysLeftText } from '#web/records/due.ts';
import { Tag } from '#web/ui/messages.tsx';

/** What of a request tells how long there still is. */
interface Due {
  readonly status: RequestStatus;
  readonly dueOn: string;
  readonly law?: Jurisdiction | undefined;
}

/** How long there still is to answer, by the clock of the request. Nothing once it was answered. */
export const DaysLeft = ({ request: { status, dueOn, law } }: { readonly request: Due }) => {
  const today = useToday();
  const { requestClock: clock } = useSession().tenant;
  if (isClosed(status)) return null;
  const text = daysLeftText({ law: law ?? clock.law ?? undefined, dueOn, today, closingDays: clock.closingDays });
  return <Tag tone={dueOn < today ? 'bad' : 'info'}>{text}</Tag>;
};
