import { now } from '#functions/lib/aws/clock.ts';
import type { Turn } from '#functions/lib/jobs/work.ts';
import type { StoredImport } from '#functions/lib/store/index.ts';
import { rowReader, type Converted } from '#shared/import/row.ts';
import { noCounts, type Counts, type Mapping, type RowError } from '#shared/model/job.ts';
import { Problem } from '#shared/model/problem.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { knownIds, type IdsOf } from './known-ids.ts';
import type { Sourced } from './rows.ts';
import { settle, type Planned, type Settling } from './settle.ts';

/** Rows that are settled together, and how many such batches are under way at once. */
const BATCH = 25;
const BATCHES_UNDER_WAY = 4;
/** How often the progress is written, at most. */
const CHECKPOINT_MS = 1000;
/** More than this nobody reads; the count says how many there are. */
const MAX_LISTED_ERRORS = 1000;

interface Checkpoint {
  /** All rows up to this one are settled and counted. */
  readonly row: number;
  readonly listed: number;
}

const start: Checkpoint = { row: 0, listed: 0 };

/** One check or run over the rows of a file. Both go the very same way; a check stops short of writing. */
export class ImportRun {
  readonly #turn: Turn<'import'>;
  readonly #checkpointMs: number;
  readonly #record: AnyRecordType;
  readonly #mapping: Mapping;
  readonly #read: (source: Exclude<Sourced, { fault: string }>) => Converted;
  readonly #from: Checkpoint;
  readonly #counts: Record<keyof Counts, number>;
  #restricted: number;
  /** External ID → the first row with it, or how often it came, as the mapping asks. */
  readonly #seen = new Map<string, number>();
  readonly #underWay = new Set<Promise<void>>();
  #idsOf: IdsOf = () => [];
  #batch: Planned[] = [];
  #errors: RowError[] = [];
  #listed: number;
  #row: number;
  #lastCheckpoint = Date.parse(now());
  #failure: unknown;

  constructor(turn: Turn<'import'>, record: AnyRecordType, mapping: Mapping, checkpointMs = CHECKPOINT_MS) {
    const { job } = turn.held;
    this.#turn = turn;
    this.#checkpointMs = checkpointMs;
    this.#record = record;
    this.#mapping = mapping;
    this.#read = rowReader(record, mapping);
    this.#from = (job.checkpoint as Checkpoint | undefined) ?? start;
    this.#counts = { ...(job.checkpoint === undefined ? noCounts : job.counts) };
    this.#restricted = job.checkpoint === undefined ? 0 : (job.restricted ?? 0);
    [this.#row, this.#listed] = [this.#from.row, this.#from.listed];
  }

  /** `more` when there is no time for the rest in this invocation. */
  async over(rows: AsyncGenerator<Sourced[]>): Promise<'over' | 'more'> {
    const { held, mustHandOver } = this.#turn;
    this.#idsOf = await knownIds(held, this.#record);
    for await (const batch of rows)
      for (const source of batch) {
        this.#take(source);
        if (this.#batch.length >= BATCH) await this.#send();
        if (Date.parse(now()) - this.#lastCheckpoint < this.#checkpointMs) continue;
        await this.#checkpoint();
        if (mustHandOver()) return 'more';
      }
    await this.#settled();
    const done: Partial<StoredImport> = {
      state: this.#dry ? 'checked' : 'done',
      counts: this.#counts,
      restricted: this.#restricted,
      progress: { done: this.#row, total: this.#row },
    };
    await held.finish(done);
    return 'over';
  }

  get #dry(): boolean {
    return this.#turn.held.job.state === 'checking';
  }

  #take(source: Sourced): void {
    const again = source.row <= this.#from.row;
    const converted =
      'fault' in source
        ? { errors: [{ row: source.row, line: source.line, message: source.fault }] }
        : this.#read(source);
    const planned = 'errors' in converted ? converted : this.#placed(converted);
    // Rows before the checkpoint are gone through only for their external IDs.
    if (again) return;
    this.#row = source.row;
    if ('errors' in planned) this.#reject(planned.errors);
    else this.#batch.push(planned);
  }

  #placed(row: Exclude<Converted, { errors: unknown }>): Planned | { errors: RowError[] } {
    const { externalId } = row;
    if (externalId === undefined) return { ...row, occurrence: 0 };
    const before = this.#seen.get(externalId);
    if (this.#mapping.whenIdRepeats === 'keep') {
      this.#seen.set(externalId, (before ?? 0) + 1);
      return { ...row, occurrence: before ?? 0 };
    }
    if (before === undefined) {
      this.#seen.set(externalId, row.row);
      return { ...row, occurrence: 0 };
    }
    const at = { row: row.row, ...(row.line === undefined ? {} : { line: row.line }) };
    return {
      errors: [
        { ...at, path: 'externalId', message: `Row ${before} of this file has the same ID.`, value: externalId },
      ],
    };
  }

  #reject(errors: readonly RowError[]): void {
    this.#counts.rejected += 1;
    const room = MAX_LISTED_ERRORS - this.#listed;
    const listed = errors.slice(0, Math.max(0, room));
    this.#listed += listed.length;
    this.#errors.push(...listed);
  }

  async #send(): Promise<void> {
    while (this.#underWay.size >= BATCHES_UNDER_WAY) await Promise.race(this.#underWay);
    if (this.#failure !== undefined) throw this.#failure;
    this.#turn.held.assertMine();
    const rows = this.#batch;
    this.#batch = [];
    const work = this.#settle(rows)
      .catch((error: unknown) => {
        this.#failure ??= error;
      })
      .finally(() => this.#underWay.delete(work));
    this.#underWay.add(work);
  }

  async #settle(rows: readonly Planned[]): Promise<void> {
    for (const outcome of await settle(this.#settling(), rows)) {
      if (typeof outcome === 'string') this.#counts[outcome] += 1;
      else {
        this.#reject(outcome.errors);
        if (outcome.restricted) this.#restricted += 1;
      }
    }
  }

  #settling(): Settling {
    const { held } = this.#turn;
    const { job, store, actor } = held;
    return {
      store,
      record: this.#record,
      job,
      whenIdExists: this.#mapping.whenIdExists,
      dry: this.#dry,
      idsOf: this.#idsOf,
      reason: job.reason,
      by: { principal: actor, at: now(), requestId: job.id, source: 'import' },
    };
  }

  /** Everything taken so far is written and counted. */
  async #settled(): Promise<void> {
    if (this.#batch.length > 0) await this.#send();
    await Promise.all(this.#underWay);
    if (this.#failure !== undefined) throw this.#failure;
    if (this.#errors.length === 0) return;
    await this.#turn.held.store.jobs.putErrors(this.#turn.held.job, this.#errors, now());
    this.#errors = [];
  }

  async #checkpoint(): Promise<void> {
    const { held } = this.#turn;
    await this.#settled();
    const checkpoint: Checkpoint = { row: this.#row, listed: this.#listed };
    await held.checkpoint({
      checkpoint,
      counts: { ...this.#counts },
      restricted: this.#restricted,
      progress: { done: this.#row, total: held.job.total },
    });
    this.#lastCheckpoint = Date.parse(now());
  }
}

export const mappingOf = ({ mapping }: StoredImport): Mapping => {
  if (mapping === undefined) throw new Problem('conflict', 'The import has no mapping. Choose one and start it again.');
  return mapping;
};
