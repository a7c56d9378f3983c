import type { Session } from '#functions/lib/store/index.ts';
import type { Settings } from '#shared/model/settings.ts';

const minutes = (from: string, to: string) => (Date.parse(to) - Date.parse(from)) / 60_000;

/** Why a session cannot go on; undefined while it can. */
export const over = (
  { startedAt, lastSeenAt, endedAt }: Session,
  { sessionHours, idleMinutes }: Settings,
  at: string,
): string | undefined => {
  if (endedAt !== undefined) return 'Ended before';
  if (minutes(startedAt, at) >= sessionHours * 60) return `Longer than ${sessionHours} h`;
  if (minutes(lastSeenAt, at) >= idleMinutes) return `No request for ${idleMinutes} min`;
  return undefined;
};

/** One write a minute tells that a session is in use; an idle limit is never shorter than five. */
export const unseen = ({ lastSeenAt }: Session, at: string): boolean => minutes(lastSeenAt, at) >= 1;
