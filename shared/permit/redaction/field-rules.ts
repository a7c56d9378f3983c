import type { Field, FieldKind } from '#shared/model/field.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import type { FieldClass, Profile, Rule } from './profile.ts';
import { isPublic } from './public-by-rule.ts';

const inClass: Readonly<Record<FieldClass, (field: Field) => boolean>> = {
  personal: ({ personal }) => personal === true,
  people: ({ kind }) => kind === 'person',
  places: ({ kind }) => kind === 'geometry',
  longText: ({ long }) => long === true,
  source: ({ kind }) => kind === 'attributes',
};

const holds = (only: readonly string[] | undefined, id: string): boolean => only === undefined || only.includes(id);

/** The first rule that withholds the field whole; never one of a fact that is public by rule, whatever the profile says. */
export const ruleForField = (
  { rules }: Profile,
  record: AnyRecordType,
  name: string,
  recordId: string,
): Rule | undefined => {
  const field = fieldsOf(record)[name];
  if (field === undefined || isPublic(record, name)) return undefined;
  return rules.find(
    (rule) =>
      (rule.kind === 'fields' &&
        rule.recordType === record.name &&
        rule.fields.includes(name) &&
        holds(rule.only, recordId)) ||
      (rule.kind === 'class' && inClass[rule.class](field) && holds(rule.only, recordId)),
  );
};

export const ruleForRecord = ({ rules }: Profile, record: AnyRecordType, recordId: string): Rule | undefined =>
  Object.keys(fieldsOf(record)).some((name) => isPublic(record, name))
    ? undefined
    : rules.find((rule) => rule.kind === 'records' && rule.recordType === record.name && holds(rule.only, recordId));

export const ruleForFile = ({ rules }: Profile, recordId: string, contentType: string): Rule | undefined =>
  rules.find(
    (rule) =>
      rule.kind === 'files' &&
      holds(rule.only, recordId) &&
      (rule.contentTypes === undefined || rule.contentTypes.includes(contentType)),
  );

/** The amount of a field that is no text. */
export const kindAmount: Readonly<Record<FieldKind, string>> = {
  text: 'whole field',
  number: 'whole field, a number',
  choice: 'whole field, a choice',
  date: 'whole field, a date',
  dateTime: 'whole field, a time',
  yesNo: 'whole field, yes or no',
  link: 'whole field, a link',
  person: 'whole field, a person',
  geometry: 'whole field, a place',
  attributes: 'whole field, attributes',
};
