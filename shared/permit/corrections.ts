import { addDays } from '../time/civil.ts';

/**
 * Days to correct a finding when nobody set a date, by severity. Common practice of construction and
 * post-construction programs, not a rule of law: a default, to be checked against the agency's permit.
 */
export const correctionDays = { high: 7, moderate: 14, low: 30 } as const;

export const correctionDate = (foundOn: string, severity: keyof typeof correctionDays): string =>
  addDays(foundOn, correctionDays[severity]);
