import type { Exemption } from './exemption.ts';

/** What was removed, in the words of the log. */
export const deletionKinds = {
  record: 'Record withheld',
  field: 'Field withheld',
  part: 'Part of a text',
  file: 'File withheld',
  area: 'Part of a picture or page',
  hidden: 'Hidden data of a file',
} as const;
export type DeletionKind = keyof typeof deletionKinds;

/** One deletion: all that is told about it, and nothing of what was there. */
export interface Deletion {
  readonly kind: DeletionKind;
  readonly recordType: string;
  readonly recordId: string;
  readonly field?: string;
  /** Where in the copy, in words: "Notes, deletion 2", "History, version 3, Notes before". */
  readonly place: string;
  readonly amount: string;
  readonly rule: string;
  readonly exemption: Exemption;
  readonly reason: string;
}

/** A deletion that the law does not allow: the run stops there. */
export interface Refusal {
  readonly recordType: string;
  readonly recordId: string;
  readonly field: string;
  /** Says where, never what. */
  readonly message: string;
}
