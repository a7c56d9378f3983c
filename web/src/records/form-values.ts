import { canonical } from '#shared/derive/canonical.ts';
import { newValuesSchema } from '#shared/derive/schema.ts';
import { shownSections } from '#shared/derive/sections.ts';
import { fieldsOf, type AnyRecordType, type Section, type Values } from '#shared/model/record.ts';
import { fromInput, toInput, type InputValue } from '#web/fields/form-value.ts';
import { messageOf } from '#web/fields/message.ts';

export type FormInputs = Record<string, InputValue>;

/** Fields that a person fills in, in the order of the form. */
export const editableSections = (record: AnyRecordType): Section[] =>
  record.form
    .map((section) => ({ ...section, fields: section.fields.filter((name) => !fieldsOf(record)[name]?.system) }))
    .filter(({ fields }) => fields.length > 0);

export const toInputs = (record: AnyRecordType, values: Values, zone: string): FormInputs =>
  Object.fromEntries(
    Object.entries(fieldsOf(record))
      .filter(([, field]) => !field.system)
      .map(([name, field]) => [name, toInput(field, values[name], zone)]),
  );

/** Which sections these inputs call for. Conditions hang on choices, whose inputs are their values. */
export const sectionsFor = (record: AnyRecordType, inputs: FormInputs): Section[] => {
  const shown = new Set(shownSections(record, inputs).map(({ heading }) => heading));
  return editableSections(record).filter(({ heading }) => shown.has(heading));
};

/** A field must be answered when its schema or a section that is shown says so. */
export const isRequired = (record: AnyRecordType, section: Section, name: string): boolean =>
  fieldsOf(record)[name]?.optional === false || (section.required ?? []).includes(name);

export type FormReading =
  { readonly ok: true; readonly values: Values } | { readonly ok: false; readonly messages: Record<string, string> };

/** The answers as values, or what each field has to say. Answers in sections that are not shown are left out. */
export const readForm = (record: AnyRecordType, inputs: FormInputs, zone: string): FormReading => {
  const fields = fieldsOf(record);
  const asked = new Set(sectionsFor(record, inputs).flatMap((section) => section.fields));
  const values: Record<string, unknown> = {};
  const messages: Record<string, string> = {};
  for (const name of asked) {
    const field = fields[name];
    if (field === undefined) continue;
    const reading = fromInput(field, inputs[name], zone);
    if ('message' in reading) messages[name] = reading.message;
    else if (reading.value !== undefined) values[name] = reading.value;
  }
  const parsed = newValuesSchema(record).safeParse(values);
  if (parsed.success && Object.keys(messages).length === 0) return { ok: true, values: parsed.data };
  for (const issue of parsed.error?.issues ?? []) {
    const name = String(issue.path[0] ?? '');
    messages[name] ??= messageOf(issue, fields[name], values[name]);
  }
  return { ok: false, messages };
};

/**
 * What to send for a change: only what this person altered, so that two people may change different fields.
 * Inputs are compared, not values: a time shown without its seconds is not a change of the time.
 */
export const changedValues = (
  record: AnyRecordType,
  before: { readonly inputs: FormInputs; readonly values: Values },
  inputs: FormInputs,
  values: Values,
): Values =>
  Object.fromEntries(
    Object.entries(fieldsOf(record)).flatMap(([name, field]): [string, unknown][] => {
      if (field.system) return [];
      const untouched = canonical(before.inputs[name]) === canonical(inputs[name]);
      if (values[name] === undefined) return before.values[name] === undefined ? [] : [[name, null]];
      return untouched && before.values[name] !== undefined ? [] : [[name, values[name]]];
    }),
  );

/** A new record's first answers: what the link said, the moment, the person, and the kind that a subject implies. */
export const firstValues = (
  record: AnyRecordType,
  given: Readonly<Record<string, string | undefined>>,
  now: string,
  memberId: string,
): Values => {
  const fields = fieldsOf(record);
  const values: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = given[name];
    if (field.system) continue;
    if (value !== undefined && (field.kind === 'link' || field.kind === 'choice')) values[name] = value;
    else if (field.kind === 'dateTime' && !field.optional) values[name] = now;
    else if (field.kind === 'person' && !field.optional) values[name] = memberId;
  }
  for (const { fields: names, when } of record.form)
    if (
      when &&
      values[when.field] === undefined &&
      when.is.length === 1 &&
      names.some((name) => given[name] !== undefined)
    )
      values[when.field] = when.is[0];
  return values;
};
