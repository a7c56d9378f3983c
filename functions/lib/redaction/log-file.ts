import { createHash } from 'node:crypto';
import { crc32 } from 'node:zlib';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { putObject } from '#functions/lib/aws/multipart.ts';
import type { Shaping } from '#functions/lib/exports/shaping.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import type { StoredFile } from '#functions/lib/store/index.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import type { Deletion } from '#shared/permit/redaction/deletion.ts';
import { logHeader, logRow, type LogHead } from '#shared/permit/redaction/log.ts';
import type { Redactor } from '#shared/permit/redaction/redactor.ts';
import { goingOut, type Going } from './passes.ts';
import { noteOf } from './redacted-files.ts';

export const REDACTION_LOG = 'redaction-log.csv';
/** Written from memory: this many lines are some 60 MB. */
const MOST_LINES = 200_000;

export interface Logged {
  readonly turn: Turn<'export'>;
  readonly types: readonly AnyRecordType[];
  /** As the person behind the job may see the records, before anything is removed. */
  readonly shaping: Shaping;
  readonly redactor: Redactor;
  readonly placeOf: (name: string) => ObjectPlace;
}

const titleOf = (record: AnyRecordType, copy: Stored | undefined): string => {
  const title = copy?.values[record.title];
  return typeof title === 'string' ? title : '';
};

const deletionsIn = async ({ redactor, placeOf }: Logged, { record, stored, history, isFile }: Going) => {
  const { copy, deletions } = redactor.record(record, stored);
  const all: Deletion[] = [...deletions];
  for (const entry of copy ? history : []) all.push(...redactor.entry(record, stored.id, entry).deletions);
  if (isFile) all.push(...(await noteOf(placeOf, stored.id)).deletions);
  return { title: titleOf(record, copy), deletions: all };
};

/** A line for each deletion, by the columns of a Vaughn index. A record that goes out twice is logged once. */
export const writeLog = async (logged: Logged, head: LogHead): Promise<StoredFile> => {
  const { turn, types, shaping, placeOf } = logged;
  const lines = [logHeader()];
  const seen = new Set<string>();
  for await (const going of goingOut(turn, types, shaping)) {
    const key = `${going.record.name}:${going.stored.id}:${going.isFile ? 'file' : ''}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const { title, deletions } = await deletionsIn(logged, going);
    for (const one of deletions)
      lines.push(logRow(lines.length, one, { title, createdAt: going.stored.createdAt }, head));
    if (lines.length > MOST_LINES)
      throw new Problem('invalid', 'The copy would have too many deletions for one log. Choose fewer records.');
  }
  const content = Buffer.from(lines.map((line) => `${line}\r\n`).join(''));
  turn.held.assertMine();
  await putObject(placeOf(REDACTION_LOG), 'text/csv; charset=utf-8', content);
  return {
    name: REDACTION_LOG,
    rows: lines.length - 1,
    bytes: content.byteLength,
    crc32: crc32(content),
    sha256: createHash('sha256').update(content).digest('hex'),
  };
};
