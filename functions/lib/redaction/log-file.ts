import * as z from 'zod';
import type { ObjectPlace } from '#functions/lib/aws/objects.ts';
import { PartedFile } from '#functions/lib/exports/parted-file.ts';
import type { Spill, SpillState } from '#functions/lib/exports/zip/spill.ts';
import type { StoredFile } from '#functions/lib/store/index.ts';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import type { Deletion } from '#shared/permit/redaction/deletion.ts';
import { logHeader, logRow, type LogHead } from '#shared/permit/redaction/log.ts';
import type { Redactor } from '#shared/permit/redaction/redactor.ts';
import { goOver, wentOut, type Going, type Pass, type PassAt } from './passes.ts';
import { line, linesOf, piecesOf } from './pieces.ts';
import { noteOf } from './redacted-files.ts';

export const REDACTION_LOG = 'redaction-log.csv';
const MOST_WAITING = 8 * 1024 * 1024;

export interface LogState {
  readonly at: PassAt;
  readonly rows: number;
  readonly log: SpillState;
  readonly seen: SpillState;
}

export interface Logged {
  readonly pass: Pass;
  readonly redactor: Redactor;
  readonly placeOf: (name: string) => ObjectPlace;
  readonly head: LogHead;
  readonly save: (state: LogState) => Promise<void>;
}

const titleOf = (record: AnyRecordType, copy: Stored | undefined): string => {
  const title = copy?.values[record.title];
  return typeof title === 'string' ? title : '';
};

const csvLine = (text: string) => Buffer.from(`${text}\r\n`);

/** A log on its way, line by line. */
class Log {
  readonly #logged: Logged;
  readonly #lines: Spill;
  readonly #seen: Spill;
  readonly #folders = new Set<string>();
  #rows: number;

  private constructor(logged: Logged, state: LogState | undefined) {
    this.#logged = logged;
    this.#lines = piecesOf(logged.placeOf, 'log', state?.log);
    this.#seen = piecesOf(logged.placeOf, 'seen', state?.seen);
    this.#rows = state?.rows ?? 0;
    if (state === undefined) this.#lines.add(csvLine(logHeader()));
  }

  static async open(logged: Logged, state: LogState | undefined): Promise<Log> {
    const log = new Log(logged, state);
    for await (const id of linesOf(log.#seen)) log.#folders.add(z.string().parse(id));
    return log;
  }

  get isFull(): boolean {
    return this.#lines.pending + this.#seen.pending > MOST_WAITING;
  }

  async add(all: readonly Going[]): Promise<void> {
    const fresh = all.filter((one) => this.#isNew(one));
    const notes = await Promise.all(fresh.map((one) => this.#ofFile(one)));
    fresh.forEach((one, n) => {
      this.#record(one, notes[n] ?? []);
    });
  }

  async save(at: PassAt): Promise<void> {
    await this.#lines.save();
    await this.#seen.save();
    await this.#logged.save({ at, rows: this.#rows, log: this.#lines.state, seen: this.#seen.state });
  }

  /** Begun again from its pieces after a crash: that is quick, and S3 drops what an earlier worker had begun. */
  async close(): Promise<StoredFile> {
    const { placeOf, pass } = this.#logged;
    await this.#lines.save();
    const file = await PartedFile.begin(placeOf(REDACTION_LOG), 'text/csv; charset=utf-8');
    for await (const chunk of this.#lines.read()) {
      file.write(chunk);
      await pass.turn.held.beat();
      if (file.hasPart) await file.send();
    }
    await file.send();
    pass.turn.held.assertMine();
    await file.join();
    return { name: REDACTION_LOG, rows: this.#rows, ...(await file.digested()) };
  }

  /** The record of several files is logged once, and not again where it went out by itself. */
  #isNew(going: Going): boolean {
    if (going.as !== 'folder') return true;
    const key = `${going.record.name}:${going.stored.id}`;
    if (wentOut(this.#logged.pass, going) || this.#folders.has(key)) return false;
    this.#folders.add(key);
    this.#seen.add(line(key));
    return true;
  }

  async #ofFile({ as, stored }: Going): Promise<readonly Deletion[]> {
    return as === 'file' ? (await noteOf(this.#logged.placeOf, stored.id)).deletions : [];
  }

  #record({ record, stored, history }: Going, ofFile: readonly Deletion[]): void {
    const { redactor, head } = this.#logged;
    const { copy, deletions } = redactor.record(record, stored);
    const past = copy ? history.flatMap((entry) => redactor.entry(record, stored.id, entry).deletions) : [];
    const about = { title: titleOf(record, copy), createdAt: stored.createdAt };
    for (const one of [...deletions, ...past, ...ofFile]) {
      this.#rows += 1;
      this.#lines.add(csvLine(logRow(this.#rows, one, about, head)));
    }
  }
}

/** A line for each deletion, by the columns of a Vaughn index. `more` when time ran out. */
export const writeLog = async (logged: Logged, state: LogState | undefined): Promise<StoredFile | 'more'> => {
  const log = await Log.open(logged, state);
  const how = await goOver(logged.pass, state?.at, {
    work: (going) => log.add(going),
    isFull: () => log.isFull,
    save: (at) => log.save(at),
  });
  return how === 'more' ? 'more' : log.close();
};
