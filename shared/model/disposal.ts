import * as z from 'zod';

/** One record that is due: nothing of its content, so that the list can be kept after it. */
export interface DisposalRow {
  readonly type: string;
  readonly id: string;
  readonly version: number;
  /** Its retention class, by name, and what its years were counted from and ended on. */
  readonly class: string;
  readonly years: number;
  readonly from: string;
  readonly on: string;
  /** The record that a file belongs to. */
  readonly with?: string | undefined;
}

export interface DisposalOrder {
  /** The member who was asked. */
  readonly asked: string;
  /** Civil date: everything here was due on it. */
  readonly dueBy: string;
}

export interface KeptRow {
  readonly id: string;
  readonly reason: string;
}

/** What the named person decided, whole or with exceptions. */
export interface DisposalDecision {
  readonly by: string;
  readonly at: string;
  readonly excluded: readonly KeptRow[];
  readonly reason?: string | undefined;
}

/** What public-records requests left beside their records: notes of what was chosen, removed and released, and the copies. */
export interface RequestTraces {
  readonly notes: number;
  readonly files: number;
}

/** The certificate: what it says, beside the list itself. */
export interface DisposalProof {
  readonly at: string;
  readonly count: number;
  /** Of the list as CSV, in hexadecimal digits. */
  readonly sha256: string;
  /** Gone with public-records requests; absent where none was on the list. */
  readonly requests?: RequestTraces | undefined;
}

/** As many as a person can review, and as fit the one item of the job. */
export const MOST_ROWS = 500;

const reason = z.string().trim().min(1, 'Say why.').max(300);
export const disposalApproval = z.strictObject({
  excluded: z
    .array(z.strictObject({ id: z.uuid().toLowerCase(), reason }))
    .max(MOST_ROWS)
    .default([]),
});
export const disposalRefusal = z.strictObject({ reason });

export const disposalStates = ['waiting', 'running', 'done', 'failed', 'declined'] as const;

export interface DisposalJob {
  readonly id: string;
  readonly state: (typeof disposalStates)[number];
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly progress: { readonly done: number; readonly total?: number | undefined };
  readonly message?: string | undefined;
  readonly order: DisposalOrder;
  readonly count: number;
  readonly decision?: DisposalDecision | undefined;
  readonly kept?: readonly KeptRow[] | undefined;
  readonly certificate?: DisposalProof | undefined;
}
