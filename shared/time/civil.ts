/** Civil dates as `YYYY-MM-DD`, in the agency's time zone. Plain text sorts and compares rightly. */

/** The civil date of a moment (ISO 8601, UTC) in an IANA time zone. */
export const civilDate = (instant: string, zone: string): string => {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: zone, year: 'numeric', month: '2-digit', day: '2-digit' });
  return parts.format(new Date(instant));
};

/** The civil date so many days later (earlier when negative). */
export const addDays = (date: string, days: number): string => {
  const at = new Date(`${date}T00:00:00Z`);
  at.setUTCDate(at.getUTCDate() + days);
  return at.toISOString().slice(0, 10);
};

/** Whole days from one civil date to another; negative when the second is earlier. */
export const daysBetween = (from: string, to: string): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / 86_400_000);
