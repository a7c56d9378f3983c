/** What host and worker thread say to each other. Payloads are JSON text: structured cloning would let through what JSON cannot carry. */
export interface Setup {
  readonly folder: string;
  readonly handler: string;
}

export interface Ask {
  readonly id: string;
  readonly payload: string;
  /** Epoch milliseconds. */
  readonly deadline: number;
  readonly context: Readonly<Record<string, unknown>>;
}

/** The handler is loaded, or has failed to: the first request will tell. */
export const ready = 'ready';

export interface Answer {
  readonly id: string;
  readonly ok: boolean;
  readonly payload: string;
}
