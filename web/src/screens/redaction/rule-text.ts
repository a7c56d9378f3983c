import { fieldsOf } from '#shared/model/record.ts';
import { ruleForField } from '#shared/permit/redaction/field-rules.ts';
import {
  fieldClasses,
  patterns,
  profileSchema,
  type FieldClass,
  type PatternName,
  type Rule,
} from '#shared/permit/redaction/profile.ts';
import { allRecords, recordNamed, records } from '#shared/records/index.ts';

const one = (only: readonly string[] | undefined, noun: string) =>
  only === undefined ? `every ${noun}` : only.length === 1 ? `one ${noun}` : `${only.length} of the ${noun} records`;

const types: Readonly<Record<string, string>> = records.attachment.fields.contentType.options;

/** What a rule removes, in words. */
export const ruleText = (rule: Rule): string => {
  const record = 'recordType' in rule ? recordNamed(rule.recordType) : undefined;
  const noun = record?.label.one.toLowerCase() ?? 'record';
  switch (rule.kind) {
    case 'records':
      return `Withholds whole: ${one(rule.only, noun)}`;
    case 'fields': {
      const labels = rule.fields.map((name) => (record && fieldsOf(record)[name]?.label) ?? name);
      return `${labels.join(', ')} of ${one(rule.only, noun)}`;
    }
    case 'class':
      return fieldClasses[rule.class];
    case 'terms':
      return `The words: ${rule.terms.join('; ')}`;
    case 'pattern':
      return patterns[rule.pattern];
    case 'files':
      return `Withholds ${one(rule.only, 'file')}${rule.contentTypes ? ` of these kinds: ${rule.contentTypes.map((type) => types[type] ?? type).join(', ')}` : ''}`;
    case 'areas':
      return rule.areas.length === 1
        ? 'One area of a picture or page'
        : `${rule.areas.length} areas of a picture or page`;
  }
};

const examples: Readonly<Record<PatternName, string>> = {
  email: 'name@example.org',
  phone: '555-0100, with its area code',
  ssn: '000-00-0000',
  card: 'a number of 13 to 19 digits',
};

/** Profiles say what was removed, and never go out themselves. */
const goingOut = allRecords.filter((record) => record !== records.redactionProfile);

/** The labels of all fields that a class takes, each said once. */
const labelsIn = (name: FieldClass): string[] => {
  const ground = { exemption: { code: 'class', citation: 'class' }, reason: 'What the class takes.' };
  const profile = profileSchema.parse({
    rules: [{ id: 'class', kind: 'class', class: name, ...ground }],
    fileMetadata: ground,
  });
  return [
    ...new Set(
      goingOut.flatMap((record) =>
        Object.entries(fieldsOf(record)).flatMap(([field, { label }]) =>
          ruleForField(profile, record, field, '') === undefined ? [] : [label],
        ),
      ),
    ),
  ];
};

/** What that comes to in the records, where the name of the rule does not say it. */
export const ruleDetail = (rule: Rule): string | undefined => {
  if (rule.kind === 'class')
    return `The fields ${labelsIn(rule.class).join(', ')}. What stood there is removed wherever else it stands.`;
  if (rule.kind === 'pattern') return `Wherever one stands in a text, such as ${examples[rule.pattern]}.`;
  return rule.kind === 'terms' ? 'Wherever they stand in the copy, histories and file names too.' : undefined;
};

export const HIDDEN = 'Hidden data of photos and PDFs';
export const HIDDEN_DETAIL =
  'Camera, time, position and author. PDFs become pictures of their pages, so that nothing lies under what is seen.';
