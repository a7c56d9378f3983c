import type { ExportFormat, ExportOrder } from '#shared/model/job.ts';
import { midSentence } from '#web/fields/text.ts';

export const formats = [
  { value: 'csv', label: 'CSV, for spreadsheets' },
  { value: 'json', label: 'JSON, for programs' },
  { value: 'ndjson', label: 'NDJSON, for programs: one record in each line' },
  { value: 'geojson', label: 'GeoJSON, for GIS' },
] as const;

/** Their names alone, as they stand in a sentence. */
export const formatNames = { csv: 'CSV', json: 'JSON', ndjson: 'NDJSON', geojson: 'GeoJSON' } as const satisfies Record<
  ExportFormat,
  string
>;

/** What may come along, as the order names it. */
export const extras = [
  { value: 'history', label: 'The history of each record' },
  { value: 'files', label: 'Photos and documents' },
  { value: 'folders', label: 'A folder for each record' },
  { value: 'includeArchived', label: 'Archived records' },
  { value: 'bom', label: 'CSV marked as UTF-8, for Excel' },
] as const satisfies readonly { readonly value: keyof ExportOrder; readonly label: string }[];

/** What was ordered beside the records, in words. */
export const orderedExtras = (order: Omit<ExportOrder, 'id'>): string[] =>
  order.archive ? [] : extras.filter(({ value }) => order[value]).map(({ label }) => midSentence(label));
