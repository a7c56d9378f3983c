import { csvLine } from '../derive/export.ts';
import type { DisposalRow } from '../model/disposal.ts';
import { retentionClasses, type RetentionClassName } from './retention-classes.ts';

const heading = ['Record type', 'ID', 'Last version', 'Retention class', 'Years', 'Counted from', 'Due since', 'Basis'];

const classOf = (name: string) =>
  Object.hasOwn(retentionClasses, name) ? retentionClasses[name as RetentionClassName] : undefined;

/** The list of a certificate. Its SHA-256 is taken over exactly this text, so that a copy can be checked. */
export const disposalCsv = (rows: readonly DisposalRow[]): string =>
  [
    heading,
    ...rows.map((row) => [
      row.type,
      row.id,
      row.version,
      classOf(row.class)?.label ?? row.class,
      row.years,
      row.from,
      row.on,
      classOf(row.class)?.source ?? '',
    ]),
  ]
    .map((cells) => `${csvLine(cells)}\r\n`)
    .join('');
