import type { core } from 'zod';
import type { Field } from '#shared/model/field.ts';

const missing = 'This needs an answer.';

/** What a person should do about one thing the schema did not like, without the schema's own words. */
export const messageOf = (issue: core.$ZodIssue, field: Field | undefined, value: unknown): string => {
  if (value === undefined && issue.code !== 'custom') return missing;
  const unit = field?.unit ? ` ${field.unit}` : '';
  switch (issue.code) {
    case 'too_big':
      return issue.origin === 'string'
        ? `Use at most ${issue.maximum} characters.`
        : `Use at most ${issue.maximum}${unit}.`;
    case 'too_small':
      return issue.origin === 'string' ? missing : `Use at least ${issue.minimum}${unit}.`;
    case 'invalid_value':
      return 'Choose one of the answers.';
    case 'invalid_format':
      return field?.kind === 'text' ? issue.message : 'This cannot be read. Choose or write it again.';
    case 'invalid_type':
      return field?.kind === 'number' ? 'Write a whole number.' : 'This cannot be read. Choose or write it again.';
    case 'not_multiple_of':
    case 'unrecognized_keys':
    case 'invalid_union':
    case 'invalid_key':
    case 'invalid_element':
    case 'custom':
      return issue.message;
  }
};
