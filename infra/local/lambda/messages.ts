/** What host and worker thread say to each other. Payloads are JSON text: structured cloning would let through what JSON cannot carry. */
export interface Setup {
  readonly folder: string;
  readonly handler: string;
}

export interface Ask {
  readonly id: string;
  readonly payload: string;
  /** Epoch milliseconds, by this machine's clock. */
  readonly deadline: number;
  /** Milliseconds that the clock of the local system is ahead of this machine's: a test moves it over years. */
  readonly ahead: number;
  readonly context: Readonly<Record<string, unknown>>;
}

/** The handler is loaded, or has failed to: the first request will tell. */
export const ready = 'ready';

export interface Answer {
  readonly id: string;
  readonly ok: boolean;
  readonly payload: string;
}
