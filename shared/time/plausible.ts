import * as z from 'zod';

const plausible = (date: string): boolean => date >= '1800' && date < '2200';
const message = 'Check the year. It must lie between 1800 and 2199.';

/** A civil date as people keep it. The year 0202 is a slip of the keyboard, and no calendar of holidays reaches there. */
export const plausibleDate = (notADate?: string) => z.iso.date(notADate).refine(plausible, message);

/** A moment in UTC with a Z, within the same years. */
export const plausibleMoment = z.iso.datetime().refine(plausible, message);
