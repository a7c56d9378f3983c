import type { TenantStore } from '#functions/lib/store/index.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import type { Selection } from './selection.ts';
import type { Bounds } from './shaping.ts';

/** Counts the rows of an export while they are written, so that nobody waits for the count: it tells how far the work is. */
export class Counting {
  readonly #store: TenantStore;
  #total: number;
  #known: number;
  #isOver = false;

  constructor(store: TenantStore, before: number | undefined) {
    this.#store = store;
    this.#known = before ?? 0;
    this.#total = 0;
  }

  /** Only ever grows, also where an earlier worker had counted further. */
  get total(): number {
    return Math.max(this.#total, this.#known);
  }

  stop(): void {
    this.#isOver = true;
  }

  /** Never fails: an export does not end because it could not be counted. */
  async run(records: readonly AnyRecordType[], bounds: Bounds, only: Selection | undefined): Promise<void> {
    if (only !== undefined) this.#total = only.count;
    else for (const record of records) await this.#count(record, bounds).catch(() => undefined);
  }

  async #count(record: AnyRecordType, bounds: Bounds): Promise<void> {
    let after: string | undefined;
    do {
      const page: { count: number; next?: string } = await this.#store.countAfter(record, bounds, after);
      this.#total += page.count;
      after = page.next;
    } while (after !== undefined && !this.#isOver);
  }
}
