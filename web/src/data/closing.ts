import { queryOptions } from '@tanstack/react-query';
import type { Closing, ClosingOrder } from '#shared/permit/closing.ts';
import { ask } from './client.ts';
import { queryClient, sessionQuery } from './queries.ts';

export interface ClosingState {
  readonly state: 'open' | 'closing';
  readonly name: string;
  /** In the agency's time zone. */
  readonly today: string;
  /** Legal holds in force. */
  readonly holds: number;
  readonly archiveDays: number;
  readonly closing?: Closing;
}

export const closingQuery = queryOptions({
  queryKey: ['closing'],
  queryFn: () => ask<ClosingState>('/closing'),
  staleTime: 0,
});
export const startClosing = (body: ClosingOrder) => ask<ClosingState>('/closing', { method: 'POST', body });
export const cancelClosing = () => ask<ClosingState>('/closing/cancel', { method: 'POST' });

/** The banner on every screen follows. */
export const keepClosing = (state: ClosingState): Promise<void> => {
  queryClient.setQueryData(closingQuery.queryKey, state);
  return queryClient.invalidateQueries(sessionQuery);
};
