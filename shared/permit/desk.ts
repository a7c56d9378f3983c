import type { Row } from '#shared/derive/row.ts';
import type { Deletion, Refusal } from './redaction/deletion.ts';
import type { RedactionSet } from './redaction/redaction-set.ts';
import type { ExportedFile, JobState, Progress } from '#shared/model/job.ts';
import type { Stored } from '#shared/model/record.ts';

/** A record by its type and id. */
export interface Named {
  readonly recordType: string;
  readonly id: string;
}

/** A record that was chosen for a public-records request. What goes out is read again when a copy is made. */
export interface Chosen extends Named {
  readonly chosenBy: string;
  readonly chosenAt: string;
}

export interface ChosenRow extends Chosen {
  /** Absent when the record is no longer there. */
  readonly row?: Row;
}

/** What one turn of choosing by a query came to. */
export interface MatchedTurn {
  readonly looked: number;
  readonly matched: number;
  readonly changed: number;
  /** Where the next turn goes on; absent when all were looked at. */
  readonly after?: string;
}

/** What is removed from the copies for one request. */
export interface Redactions extends RedactionSet {
  /** 1 before anything was set. */
  readonly version: number;
}

export interface PreviewedFile {
  readonly id: string;
  readonly fileName: string;
  /** The name in the copy. */
  readonly copyName: string;
  readonly contentType: string;
  readonly bytes: number;
  readonly state: string;
  /** Why it stays behind, if it does. */
  readonly withheld?: { readonly code: string; readonly citation: string; readonly reason: string };
}

/** One page of a PDF, as a redacted copy draws it. */
export interface DrawnPage {
  /** From 1. */
  readonly number: number;
  readonly pages: number;
  /** Of the picture, in pixels. */
  readonly width: number;
  readonly height: number;
  /** JPEG, in base64. */
  readonly jpeg: string;
}

/** Why a redacted copy goes without a picture. Absent where it does not. */
export interface CopyLimits {
  /** As it is. */
  readonly unmarked?: string;
  /** Once parts of it are marked. */
  readonly marked?: string;
}

/** One record as it is and as it would go out. */
export interface Preview {
  readonly record: Stored;
  /** Absent when the record is withheld whole. */
  readonly copy?: Stored;
  readonly deletions: readonly Deletion[];
  readonly refusals: readonly Refusal[];
  readonly files: readonly PreviewedFile[];
  readonly moreFiles: boolean;
}

export type CopyFile = Pick<ExportedFile, 'name' | 'bytes' | 'sha256'>;

/** A copy on its way, in review or released. */
export interface Copy {
  readonly id: string;
  readonly state: JobState;
  readonly progress: Progress;
  readonly message?: string;
  readonly files: readonly CopyFile[];
}

/** What went out for a request, once. It is kept for as long as the request is. */
export interface Release {
  readonly number: number;
  readonly copyId: string;
  readonly files: readonly CopyFile[];
  readonly preparedBy: string;
  readonly preparedAt: string;
  readonly approvedBy?: string | undefined;
  readonly approvedAt?: string | undefined;
  readonly releasedBy: string;
  readonly releasedAt: string;
}

export interface Review {
  readonly secondReview: boolean;
  readonly copy?: Copy;
  readonly releases: readonly Release[];
}
