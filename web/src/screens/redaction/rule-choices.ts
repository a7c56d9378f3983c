import { v7 } from 'uuid';
import { fieldsOf } from '#shared/model/record.ts';
import { fieldClasses, patterns, ruleSchema, type Rule } from '#shared/permit/redaction/profile.ts';
import { allRecords, records } from '#shared/records/index.ts';
import type { Ground } from '#web/screens/desk/ground-dialog.tsx';

export interface Choice {
  readonly value: string;
  readonly label: string;
}

export const WORDS = 'terms';

const types = allRecords.filter(({ name }) => name !== 'redactionProfile');
const isOpen = (name: string) =>
  Object.values(fieldsOf(types.find((record) => record.name === name) ?? records.site)).some((f) => f.publicByRule);

/** What a rule of a profile can remove. What is public by rule is not offered. */
export const choices: readonly Choice[] = [
  ...Object.entries(fieldClasses).map(([name, label]) => ({ value: `class:${name}`, label })),
  ...Object.entries(patterns).map(([name, label]) => ({ value: `pattern:${name}`, label })),
  ...Object.entries(records.attachment.fields.contentType.options).map(([type, label]) => ({
    value: `files:${type}`,
    label: `Files withheld: ${label}`,
  })),
  ...types
    .filter(({ name }) => !isOpen(name))
    .map(({ name, label }) => ({ value: `records:${name}`, label: `Records withheld: ${label.many}` })),
  ...types.flatMap((record) =>
    Object.entries(fieldsOf(record))
      .filter(([, field]) => !field.publicByRule)
      .map(([name, { label }]) => ({
        value: `fields:${record.name}:${name}`,
        label: `${record.label.many}: ${label}`,
      })),
  ),
];

/** The rule that was chosen. */
export const ruleOf = (choice: string, ground: Ground, words: string): Rule => {
  const [kind, name = '', field = ''] = choice.split(':');
  return ruleSchema.parse({
    id: v7(),
    kind,
    ...ground,
    ...(kind === WORDS ? { terms: [words] } : {}),
    ...(kind === 'class' ? { class: name } : {}),
    ...(kind === 'pattern' ? { pattern: name } : {}),
    ...(kind === 'files' ? { contentTypes: [name] } : {}),
    ...(kind === 'records' ? { recordType: name } : {}),
    ...(kind === 'fields' ? { recordType: name, fields: [field] } : {}),
  });
};
