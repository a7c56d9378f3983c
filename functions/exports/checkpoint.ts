import type { BundleState } from '#functions/lib/exports/bundle.ts';
import type { TypeState } from '#functions/lib/exports/record-files.ts';
import type { SearchState } from '#functions/lib/redaction/check.ts';
import type { FoundState } from '#functions/lib/redaction/first-pass.ts';
import type { LogState } from '#functions/lib/redaction/log-file.ts';
import type { StoredExport } from '#functions/lib/store/index.ts';

export interface RedactionState {
  readonly found?: FoundState;
  /** The last file that a copy was made of, or that needs none. */
  readonly copied?: string;
  readonly log?: LogState;
  readonly search?: SearchState;
}

export interface Checkpoint {
  /** Which of the ordered record types is in hand, and how far its files are. */
  readonly type: number;
  readonly state: TypeState;
  /** Rows of the types before it. */
  readonly rows: number;
  /** Of a redacted copy, how far its own passes are. */
  readonly redaction?: RedactionState;
  /** Once all types are written. */
  readonly bundle?: BundleState;
}

export const checkpointOf = ({ checkpoint }: Pick<StoredExport, 'checkpoint'>): Checkpoint =>
  (checkpoint as Checkpoint | undefined) ?? { type: 0, state: {}, rows: 0 };
