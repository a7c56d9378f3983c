/** `2026-11-25T14`: the hour that ends at `to`. */
const hourBefore = (to: string): string => new Date(Date.parse(to) - 3_600_000).toISOString().slice(0, 13);

export const digestPrefix = (tenantId: string): string => `${tenantId}/digest/`;
export const digestKey = (tenantId: string, to: string): string => `${digestPrefix(tenantId)}${hourBefore(to)}.json`;

/** Named after its content, so that the same entries twice are one object, and other content never stands in the way. */
export const entriesKey = (tenantId: string, to: string, n: number, sha256: string): string =>
  `${tenantId}/entries/${hourBefore(to)}/${String(n).padStart(6, '0')}-${sha256}.ndjson`;

/** The end of the hour of a moment. */
export const endOfHour = (at: string): string =>
  new Date((Math.floor(Date.parse(at) / 3_600_000) + 1) * 3_600_000).toISOString();

/**
 * An entry is in the index within seconds of its arrival, which the audit function stamps at most a minute before it
 * writes. An hour is closed once nothing can arrive in it any more, with a wide margin.
 */
const SETTLED_MS = 15 * 60_000;

/** Entries that arrived before this moment can be archived for good. */
export const closedUntil = (now: string): string =>
  new Date(Math.floor((Date.parse(now) - SETTLED_MS) / 3_600_000) * 3_600_000).toISOString();
