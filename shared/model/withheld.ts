/** Stands in a redacted copy where a whole field was removed, whatever the kind of the field. */
export interface Withheld {
  readonly redacted: string;
}

export const isWithheld = (value: unknown): value is Withheld =>
  typeof value === 'object' &&
  value !== null &&
  Object.keys(value).length === 1 &&
  'redacted' in value &&
  typeof value.redacted === 'string' &&
  value.redacted.startsWith('[REDACTED ');
