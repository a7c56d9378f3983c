/** Moments as the agency's clock on the wall shows them: `YYYY-MM-DDTHH:mm`, which is what a datetime-local input holds. */

const formats = new Map<string, Intl.DateTimeFormat>();
const partsIn = (zone: string): Intl.DateTimeFormat => {
  let format = formats.get(zone);
  if (format === undefined)
    formats.set(
      zone,
      (format = new Intl.DateTimeFormat('en-CA', {
        timeZone: zone,
        hourCycle: 'h23',
        year: 'numeric',
        month: '2-digit',
        day: '2-digit',
        hour: '2-digit',
        minute: '2-digit',
      })),
    );
  return format;
};

export const wallTime = (instant: string, zone: string): string => {
  const parts = Object.fromEntries(
    partsIn(zone)
      .formatToParts(new Date(instant))
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}:${parts.minute}`;
};

const MINUTE = 60_000;
const utc = (wall: string) => Date.parse(`${wall}Z`);

/**
 * The moment when the clock on the wall shows this. In the hour that clocks repeat in autumn the earlier moment is
 * meant; a time that clocks skip in spring moves on by the hour they skip.
 */
export const momentOf = (wall: string, zone: string): string | undefined => {
  const asUtc = utc(wall);
  if (Number.isNaN(asUtc)) return undefined;
  const offsetAt = (at: number) => utc(wallTime(new Date(at).toISOString(), zone)) - Math.floor(at / MINUTE) * MINUTE;
  const offsets = [offsetAt(asUtc - 86_400_000), offsetAt(asUtc + 86_400_000)];
  const fitting = offsets.map((offset) => asUtc - offset).filter((at) => at + offsetAt(at) === asUtc);
  const at = fitting.length > 0 ? Math.min(...fitting) : asUtc - Math.min(...offsets);
  return new Date(at).toISOString();
};
