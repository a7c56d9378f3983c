import { queryOptions } from '@tanstack/react-query';
import type { DisposalJob, DisposalRow, KeptRow, RequestTraces } from '#shared/model/disposal.ts';
import type { RetentionClassName, Trigger } from '#shared/permit/retention-classes.ts';
import type { Hold, HoldScope, Rule } from '#shared/permit/retention.ts';
import { ask, askSignedIn } from './client.ts';

export interface ShownClass extends Rule {
  readonly name: RetentionClassName;
  readonly label: string;
  readonly floor: number;
  readonly usual: Rule;
  readonly source: string;
  readonly recordTypes: readonly string[];
}

export interface Retention {
  readonly version: number;
  readonly classes: readonly ShownClass[];
  readonly permitYearStart: string;
  readonly termEnds: readonly string[];
  readonly disposer?: string;
  readonly holds: readonly Hold[];
  readonly log: readonly { readonly at: string; readonly by: string; readonly what: string; readonly reason: string }[];
}

export interface RetentionPatch {
  readonly classes?: Partial<Record<RetentionClassName, { years: number; trigger: Trigger }>>;
  readonly permitYearStart?: string;
  readonly termEnds?: readonly string[];
  readonly disposer?: string;
  readonly reason: string;
}

export const retentionQuery = queryOptions({ queryKey: ['retention'], queryFn: () => ask<Retention>('/retention') });
export const changeRetention = (version: number, body: RetentionPatch) =>
  ask<Retention>('/retention', { method: 'PATCH', version, body });
export const placeHold = (body: { id: string; scope: HoldScope; reason: string }) =>
  ask<Retention>('/retention/holds', { method: 'POST', body });
export const liftHold = (id: string, reason: string) =>
  ask<Retention>(`/retention/holds/${id}/lift`, { method: 'POST', body: { reason } });

export interface OneDisposal extends DisposalJob {
  readonly rows: readonly DisposalRow[];
}

export interface Certificate {
  readonly id: string;
  readonly agency: string;
  readonly proposedAt: string;
  readonly approvedAt: string;
  readonly approvedBy: { readonly id: string; readonly name: string };
  readonly disposedAt: string;
  readonly count: number;
  readonly sha256: string;
  readonly requests?: RequestTraces;
  readonly kept: readonly KeptRow[];
  readonly list: string;
}

export const disposalsQuery = queryOptions({
  queryKey: ['disposals'],
  queryFn: () => ask<{ items: DisposalJob[] }>('/disposals'),
});
export const disposalQuery = (id: string) =>
  queryOptions({
    queryKey: ['disposals', id],
    queryFn: () => ask<OneDisposal>(`/disposals/${id}`),
    // A disposal takes seconds, or minutes for hundreds of records.
    refetchInterval: ({ state }) => (state.data?.state === 'running' ? 2000 : false),
  });
export const prove = (password: string) =>
  askSignedIn<undefined>('/session/prove', { method: 'POST', body: { password } });
export const approve = ({ id, version }: OneDisposal, excluded: readonly KeptRow[]) =>
  ask<OneDisposal>(`/disposals/${id}/approve`, { method: 'POST', version, body: { excluded } });
export const decline = ({ id, version }: OneDisposal, reason: string) =>
  ask<OneDisposal>(`/disposals/${id}/decline`, { method: 'POST', version, body: { reason } });
export const certificateOf = (id: string) => ask<Certificate>(`/disposals/${id}/certificate`);
