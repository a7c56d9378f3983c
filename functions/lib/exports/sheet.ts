import type { Item } from '#functions/lib/store/index.ts';
import { historyHeader, historyLines, historyRow, type HistoryEntry } from '#shared/derive/export-history.ts';
import { csvHeader, csvRow, feature, jsonRow } from '#shared/derive/export.ts';
import type { ExportFormat, ExportOrder } from '#shared/model/job.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { lineOf } from './ordered.ts';
import { archivedEntry, archivedRecord, entriesFile, recordsFile } from './archive-format.ts';

/** A record on its way out, with the part of its history that was asked for. */
export interface Outgoing {
  readonly stored: Stored;
  readonly history: readonly HistoryEntry[];
  /** For an archive: the record and its entries as they are kept. */
  readonly kept?: { readonly item: Item; readonly entries: readonly Item[] };
}

/** How one file of a record type is written: what stands before the rows, the rows of each record, what stands after. */
export interface Sheet {
  /** Its name in the checkpoint. */
  readonly key: string;
  readonly name: string;
  readonly contentType: string;
  readonly open: string;
  readonly rows: (one: Outgoing) => readonly string[];
  /** Between two rows. */
  readonly between: string;
  readonly close: string;
}

/** What a program that guesses needs in order to read UTF-8: Excel takes a CSV without it for the system's own code page. */
const BOM = '\uFEFF';

type Styled = Omit<Sheet, 'key' | 'name' | 'rows'>;
type Order = Pick<ExportOrder, 'formats' | 'bom' | 'history' | 'archive'>;

const csv = (header: string, bom: boolean | undefined): Styled => ({
  contentType: 'text/csv; charset=utf-8',
  open: `${bom ? BOM : ''}${header}\r\n`,
  between: '',
  close: '',
});
const json = (head: object, list: string): Styled => ({
  contentType: 'application/json',
  open: `${JSON.stringify(head).slice(0, -1)},"${list}":[\n`,
  between: ',\n',
  close: '\n]}\n',
});
const ndjson: Styled = { contentType: 'application/x-ndjson', open: '', between: '', close: '' };
const geojson: Styled = {
  contentType: 'application/geo+json',
  open: '{"type":"FeatureCollection","features":[\n',
  between: ',\n',
  close: '\n]}\n',
};

type Maker = (record: AnyRecordType, order: Order, at: string) => Styled & Pick<Sheet, 'rows'>;

const recordSheets: Readonly<Record<ExportFormat, Maker>> = {
  csv: (record, { bom }) => {
    const row = csvRow(record);
    return { ...csv(csvHeader(record), bom), rows: ({ stored }) => [`${row(stored)}\r\n`] };
  },
  json: (record, _order, exportedAt) => ({
    ...json({ type: record.name, exportedAt }, 'records'),
    rows: ({ stored }) => [JSON.stringify(jsonRow(record, stored))],
  }),
  ndjson: (record) => ({ ...ndjson, rows: ({ stored }) => [`${JSON.stringify(jsonRow(record, stored))}\n`] }),
  geojson: (record) => ({ ...geojson, rows: ({ stored }) => [JSON.stringify(feature(record, stored))] }),
};

const historySheets: Readonly<Record<Exclude<ExportFormat, 'geojson'>, Maker>> = {
  csv: (record, { bom }) => ({
    ...csv(historyHeader, bom),
    rows: ({ history }) => history.flatMap((entry) => historyLines(record, entry)).map((line) => `${line}\r\n`),
  }),
  json: (record, _order, exportedAt) => ({
    ...json({ type: record.name, exportedAt }, 'entries'),
    rows: ({ history }) => history.map((entry) => JSON.stringify(historyRow(entry))),
  }),
  ndjson: () => ({
    ...ndjson,
    rows: ({ history }) => history.map((entry) => `${JSON.stringify(historyRow(entry))}\n`),
  }),
};

/** What an archive has of a type. Keys are left out: they are made anew wherever it is brought in. */
const archiveSheets = (record: AnyRecordType): Sheet[] => [
  {
    key: 'archive',
    name: recordsFile(record),
    ...ndjson,
    rows: ({ kept }) => (kept === undefined ? [] : [lineOf(archivedRecord(kept.item))]),
  },
  {
    key: 'archive-history',
    name: entriesFile(record),
    ...ndjson,
    rows: ({ kept }) => (kept?.entries ?? []).map((entry) => lineOf(archivedEntry(entry))),
  },
];

/** The files of a record type: in each format that was ordered and that it has. A map needs places, and history has none. */
export const sheetsOf = (record: AnyRecordType, order: Order, exportedAt: string): Sheet[] => {
  if (order.archive) return archiveSheets(record);
  const made = (format: ExportFormat, maker: Maker, suffix = ''): Sheet => ({
    key: `${format}${suffix}`,
    name: `${record.path}${suffix}.${format}`,
    ...maker(record, order, exportedAt),
  });
  const formats = order.formats.filter((format) => format !== 'geojson' || record.geometry !== undefined);
  return [
    ...formats.map((format) => made(format, recordSheets[format])),
    ...(order.history ? formats : []).flatMap((format) =>
      format === 'geojson' ? [] : [made(format, historySheets[format], '-history')],
    ),
  ];
};
