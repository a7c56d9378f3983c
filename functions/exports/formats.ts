import { csvHeader, csvRow, feature, jsonRow } from '#shared/derive/export.ts';
import type { ExportFormat } from '#shared/model/job.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';

/** How a file of records is written: what stands before the rows, each row, what stands after. */
export interface Format {
  readonly contentType: string;
  readonly open: (record: AnyRecordType, exportedAt: string) => string;
  readonly row: (record: AnyRecordType, stored: Stored, isFirst: boolean) => string;
  readonly close: string;
}

const comma = (isFirst: boolean) => (isFirst ? '' : ',\n');

export const formats: Readonly<Record<ExportFormat, Format>> = {
  csv: {
    contentType: 'text/csv; charset=utf-8',
    open: (record) => `${csvHeader(record)}\r\n`,
    row: (record, stored) => `${csvRow(record, stored)}\r\n`,
    close: '',
  },
  json: {
    contentType: 'application/json',
    open: (record, exportedAt) =>
      `{"type":${JSON.stringify(record.name)},"exportedAt":${JSON.stringify(exportedAt)},"records":[\n`,
    row: (record, stored, isFirst) => comma(isFirst) + JSON.stringify(jsonRow(record, stored)),
    close: '\n]}\n',
  },
  geojson: {
    contentType: 'application/geo+json',
    open: () => '{"type":"FeatureCollection","features":[\n',
    row: (record, stored, isFirst) => comma(isFirst) + JSON.stringify(feature(record, stored)),
    close: '\n]}\n',
  },
};

export const fileName = (record: AnyRecordType, format: ExportFormat): string => `${record.path}.${format}`;

/** The formats that a record type has: a map needs places. */
export const formatsOf = (record: AnyRecordType, asked: readonly ExportFormat[]): ExportFormat[] =>
  asked.filter((format) => format !== 'geojson' || record.geometry !== undefined);
