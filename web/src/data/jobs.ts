import { queryOptions } from '@tanstack/react-query';
import type {
  Column,
  ExportedFile,
  ExportJob,
  ExportOrder,
  FieldSource,
  ImportJob,
  ImportOrder,
  ImportState,
  JobState,
  Mapping,
  RowError,
} from '#shared/model/job.ts';
import { ask } from './client.ts';
import type { Page } from './records.ts';
import type { UploadTicket } from './upload.ts';

export type { Column, ExportedFile as ExportFile, ExportJob, FieldSource, ImportJob, ImportState, Mapping, RowError };
export type ImportType = ImportOrder['recordType'];

const busy: ReadonlySet<JobState> = new Set(['checking', 'running', 'undoing', 'cancelling']);
export const isBusy = (job: { readonly state: JobState } | undefined): boolean =>
  job !== undefined && busy.has(job.state);

const POLL_MS = 1000;

export const importQuery = (id: string) =>
  queryOptions({
    queryKey: ['imports', id],
    queryFn: () => ask<ImportJob>(`/imports/${id}`),
    refetchInterval: ({ state }) => (isBusy(state.data) ? POLL_MS : false),
  });

export const importsQuery = queryOptions({
  queryKey: ['imports'],
  queryFn: () => ask<Page<ImportJob>>('/imports'),
});

export const importErrors = (id: string, cursor: string | undefined) =>
  ask<Page<RowError>>(`/imports/${id}/errors`, { query: { cursor } });

export const makeImport = (body: ImportOrder) =>
  ask<{ job: ImportJob; upload: UploadTicket }>('/imports', { method: 'POST', body });

export const readImport = (id: string) => ask<ImportJob>(`/imports/${id}/read`, { method: 'POST', body: {} });
export const undoImport = (id: string) => ask<ImportJob>(`/imports/${id}/undo`, { method: 'POST', body: {} });
export const startImport = (id: string, step: 'check' | 'run', mapping: Mapping, reason?: string) =>
  ask<ImportJob>(`/imports/${id}/${step}`, { method: 'POST', body: { mapping, reason } });

/** While one of them runs, the list of exports is asked for again every second. */
export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: () => ask<Page<ExportJob>>('/exports'),
  refetchInterval: ({ state }) =>
    state.data?.items.some((job) => isBusy(job) || job.state === 'waiting') ? POLL_MS : false,
});

export const makeExport = (body: ExportOrder) => ask<ExportJob>('/exports', { method: 'POST', body });

export const cancelExport = (id: string) => ask<ExportJob>(`/exports/${id}/cancel`, { method: 'POST', body: {} });

export const exportLink = (id: string, file: string) =>
  ask<{ url: string }>(`/exports/${id}/download`, { query: { file } });
