import { queryOptions } from '@tanstack/react-query';
import { ask } from './client.ts';
import type { Page } from './records.ts';
import type { UploadTicket } from './upload.ts';

export type JobState = 'waiting' | 'read' | 'checking' | 'checked' | 'running' | 'done' | 'failed';

interface Job {
  readonly version: number;
  readonly id: string;
  readonly state: JobState;
  readonly createdAt: string;
  readonly createdBy: string;
  readonly progress: { readonly done: number; readonly total?: number };
  readonly message?: string;
}

export interface Column {
  readonly name: string;
  readonly samples: readonly string[];
  /** Up to 50 different values, absent when there are more. */
  readonly distinct?: readonly { readonly value: string; readonly count: number }[];
  readonly nulls: number;
}

export type FieldSource =
  | { readonly fixed: string }
  | {
      readonly column: string;
      readonly values?: Readonly<Record<string, string>>;
      readonly otherwise?: string;
    };

export interface Mapping {
  readonly fields: Readonly<Record<string, FieldSource>>;
  readonly longitude?: string;
  readonly latitude?: string;
  readonly whenIdRepeats: 'reject' | 'keep';
  readonly whenIdExists: 'update' | 'skip';
  readonly keepOther: boolean;
}

export type ImportType = 'structure' | 'outfall' | 'site';
export type ImportFormat = 'geojson' | 'csv';

export interface ImportJob extends Job {
  readonly kind: 'import';
  readonly recordType: ImportType;
  readonly fileName: string;
  readonly format: ImportFormat;
  readonly bytes: number;
  readonly total?: number;
  readonly columns?: readonly Column[];
  readonly suggested?: Mapping;
  readonly mapping?: Mapping;
  readonly counts: Readonly<Record<'created' | 'updated' | 'unchanged' | 'skipped' | 'rejected', number>>;
}

export interface ExportFile {
  readonly name: string;
  readonly rows?: number;
  readonly bytes: number;
  readonly sha256: string;
}

export interface ExportJob extends Job {
  readonly kind: 'export';
  readonly recordTypes: readonly string[];
  readonly formats: readonly string[];
  readonly includeArchived?: boolean;
  readonly files?: readonly ExportFile[];
}

export interface RowError {
  readonly row: number;
  readonly path?: string;
  readonly message: string;
  readonly value?: string;
}

const busy: ReadonlySet<JobState> = new Set(['checking', 'running']);
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

export const makeImport = (body: {
  readonly id: string;
  readonly recordType: ImportType;
  readonly fileName: string;
  readonly format: ImportFormat;
  readonly bytes: number;
  readonly sha256: string;
}) => ask<{ job: ImportJob; upload: UploadTicket }>('/imports', { method: 'POST', body });

export const readImport = (id: string) => ask<ImportJob>(`/imports/${id}/read`, { method: 'POST', body: {} });
export const startImport = (id: string, step: 'check' | 'run', mapping: Mapping) =>
  ask<ImportJob>(`/imports/${id}/${step}`, { method: 'POST', body: { mapping } });

/** While one of them runs, the list of exports is asked for again every second. */
export const exportsQuery = queryOptions({
  queryKey: ['exports'],
  queryFn: () => ask<Page<ExportJob>>('/exports'),
  refetchInterval: ({ state }) =>
    state.data?.items.some((job) => isBusy(job) || job.state === 'waiting') ? POLL_MS : false,
});

export const makeExport = (body: {
  readonly id: string;
  readonly recordTypes: readonly string[];
  readonly formats: readonly string[];
  readonly includeArchived: boolean;
}) => ask<ExportJob>('/exports', { method: 'POST', body });

export const exportLink = (id: string, file: string) =>
  ask<{ url: string }>(`/exports/${id}/download`, { query: { file } });
