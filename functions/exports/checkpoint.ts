import type { BundleState } from '#functions/lib/exports/bundle.ts';
import type { TypeState } from '#functions/lib/exports/record-files.ts';
import type { StoredExport } from '#functions/lib/store/index.ts';

export interface Checkpoint {
  /** Which of the ordered record types is in hand, and how far its files are. */
  readonly type: number;
  readonly state: TypeState;
  /** Rows of the types before it. */
  readonly rows: number;
  /** Once all types are written. */
  readonly bundle?: BundleState;
}

export const checkpointOf = ({ checkpoint }: Pick<StoredExport, 'checkpoint'>): Checkpoint =>
  (checkpoint as Checkpoint | undefined) ?? { type: 0, state: {}, rows: 0 };
