/** Fields of a civil minute in a time zone, as cron expressions name them. */
interface Minute {
  readonly minute: number;
  readonly hour: number;
  readonly day: number;
  readonly month: number;
  /** 1 is Sunday. */
  readonly weekday: number;
  readonly year: number;
  readonly lastDay: number;
}

const monthNames = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');
const dayNames = 'SUN MON TUE WED THU FRI SAT'.split(' ');

function minuteOf(at: Date, timezone: string): Minute {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone: timezone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  }).formatToParts(at);
  const part = (type: string): number => Number(parts.find((one) => one.type === type)?.value);
  const [year, month, day] = [part('year'), part('month'), part('day')];
  return {
    minute: part('minute'),
    hour: part('hour'),
    day,
    month,
    year,
    weekday: new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1,
    lastDay: new Date(Date.UTC(year, month, 0)).getUTCDate(),
  };
}

const numberOf = (text: string, names: readonly string[]): number => {
  const named = names.indexOf(text.toUpperCase());
  return named < 0 ? Number(text) : named + 1;
};

function fieldMatches(field: string, value: number, first: number, names: readonly string[] = []): boolean {
  return field.split(',').some((part) => {
    const [range = '*', step] = part.split('/');
    const [from = '', to] = range.split('-');
    const low = range === '*' ? first : numberOf(from, names);
    const high = to !== undefined ? numberOf(to, names) : range === '*' || step !== undefined ? Infinity : low;
    if (Number.isNaN(low) || Number.isNaN(high))
      throw new Error(`The local runner cannot read "${part}" in a cron expression.`);
    return value >= low && value <= high && (step === undefined || (value - low) % Number(step) === 0);
  });
}

function dayMatches(field: string, at: Minute): boolean {
  if (field === '?') return true;
  return field === 'L' ? at.day === at.lastDay : fieldMatches(field, at.day, 1);
}

function weekdayMatches(field: string, at: Minute): boolean {
  const [, day, nth] = /^(\w+)#(\d)$/.exec(field) ?? [];
  if (day !== undefined) return numberOf(day, dayNames) === at.weekday && Math.ceil(at.day / 7) === Number(nth);
  const [, last] = /^(\w+)L$/.exec(field) ?? [];
  if (last !== undefined) return numberOf(last, dayNames) === at.weekday && at.day > at.lastDay - 7;
  return field === '?' || fieldMatches(field, at.weekday, 1, dayNames);
}

function cronMatches(fields: string, at: Minute): boolean {
  const [minute = '*', hour = '*', day = '?', month = '*', weekday = '?', year = '*'] = fields.trim().split(/\s+/);
  return (
    fieldMatches(minute, at.minute, 0) &&
    fieldMatches(hour, at.hour, 0) &&
    dayMatches(day, at) &&
    fieldMatches(month, at.month, 1, monthNames) &&
    weekdayMatches(weekday, at) &&
    fieldMatches(year, at.year, 1970)
  );
}

const unitMinutes: Readonly<Record<string, number>> = { minute: 1, hour: 60, day: 1440 };

/** Whether a schedule is due in the minute that begins at `at`; `since` is when it was created. */
export function isDue(expression: string, timezone: string, at: Date, since: Date): boolean {
  const [, kind = '', argument = ''] = /^(rate|cron|at)\((.*)\)$/.exec(expression) ?? [];
  if (kind === 'cron') return cronMatches(argument, minuteOf(at, timezone));
  if (kind === 'at') {
    const local = minuteOf(at, timezone);
    const two = (part: number): string => String(part).padStart(2, '0');
    return argument.startsWith(
      `${local.year}-${two(local.month)}-${two(local.day)}T${two(local.hour)}:${two(local.minute)}`,
    );
  }
  const [count = '', unit = ''] = argument.split(' ');
  const minutes = Number(count) * (unitMinutes[unit.replace(/s$/, '')] ?? NaN);
  if (kind !== 'rate' || Number.isNaN(minutes))
    throw new Error(`The local runner cannot read the schedule ${expression}.`);
  const passed = Math.floor((at.getTime() - since.getTime()) / 60_000);
  return passed > 0 && passed % minutes === 0;
}
