import { createContext, useContext, useMemo, useSyncExternalStore } from 'react';
import { mayNow } from '#shared/derive/access.ts';
import { civilDate } from '#shared/time/civil.ts';
import { onSessionOver } from '#web/data/client.ts';
import { mirrorOf } from '#web/data/mirrors.ts';
import { queryClient, sessionQuery, usePeople } from '#web/data/queries.ts';
import { signOut, type Session } from '#web/data/session.ts';
import type { Words } from '#web/fields/text.ts';
import { titleOf } from '#web/fields/title.ts';
import { recordNamed } from '#shared/records/index.ts';

export const SessionContext = createContext<Session | undefined>(undefined);

export const useSession = (): Session => {
  const session = useContext(SessionContext);
  if (session === undefined) throw new Error('This screen is only for people who are signed in.');
  return session;
};

/** Who asks, as the permission table wants it (shared/derive/access.ts). */
export const useWho = () => {
  const { member, tenant } = useSession();
  return { memberId: member.id, role: member.role, closing: tenant.closing !== undefined };
};

/** What this person may do at the moment: by their role, and less while the agency closes its account. */
export const useMay = () => mayNow(useWho());

/** Today where the agency is, which near midnight is not where the device is. */
export const useToday = (): string => civilDate(new Date().toISOString(), useSession().tenant.timeZone);

/**
 * Titles come from whatever mirrors are loaded; screens that list links load theirs (useMirrors) and pass its answer,
 * so that the words are new, and everything made from them is made again, when more titles are there.
 */
export const useWords = (titles = 0): Words => {
  const zone = useSession().tenant.timeZone;
  const people = usePeople();
  return useMemo(() => {
    const words: Words = {
      zone,
      titles,
      person: (id) => people.find((person) => person.id === id)?.name,
      title: (type, id) => {
        const record = type === undefined ? undefined : recordNamed(type);
        const values = record && mirrorOf(record).snapshot().byId.get(id)?.values;
        return record && values && titleOf(record, values, words);
      },
    };
    return words;
  }, [zone, people, titles]);
};

let over = false;
const listeners = new Set<() => void>();
const setOver = (value: boolean) => {
  over = value;
  for (const listener of listeners) listener();
};
onSessionOver(() => {
  // Before anyone has signed in there is nothing to be over: the router shows the sign-in page.
  if (queryClient.getQueryData(sessionQuery.queryKey) !== undefined) setOver(true);
});

/** The session ended while the app was in use; what is on the screen stays until the person signs in again. */
export const useSessionOver = (): boolean =>
  useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => over,
  );

/** A page load empties the memory, and memory is the only place where records are. */
const startAfresh = (address: string) => location.replace(address);

/** A browser may keep a page that was left, memory and all, and show it on Back: after signing out it must not. */
addEventListener('pageshow', ({ persisted }) => {
  if (persisted) location.reload();
});

export const leave = async () => {
  await signOut();
  startAfresh('/sign-in');
};

/** Someone signed in again over a page that was left open: another person must not see or save its answers. */
export const resume = (session: Session) => {
  const before = queryClient.getQueryData(sessionQuery.queryKey);
  if (before !== undefined && before.member.id !== session.member.id) {
    startAfresh('/');
    return;
  }
  queryClient.setQueryData(sessionQuery.queryKey, session);
  setOver(false);
  void queryClient.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== sessionQuery.queryKey[0] });
};
