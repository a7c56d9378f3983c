/** The only place that reads the clock, so that a test can move it. ISO 8601, UTC, milliseconds. */
export const now = (): string => new Date().toISOString();
