/** The wall clock of a zone at a moment, as if it were UTC: the difference is the offset. */
const wallClock = (at: number, zone: string): number => {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  }).formatToParts(new Date(at));
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'));
};

/** The moment (ISO 8601, UTC) at which a civil date begins in an IANA time zone. */
export const startOfDay = (date: string, zone: string): string => {
  const midnight = Date.parse(`${date}T00:00:00Z`);
  let at = midnight;
  // Twice, because the first offset may be that of the other side of a change of clocks.
  for (let n = 0; n < 2; n += 1) at = midnight - (wallClock(at, zone) - at);
  return new Date(at).toISOString();
};
