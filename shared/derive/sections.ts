import type { AnyRecordType, Section, Values } from '../model/record.ts';

/** The parts of the form that belong to these answers. */
export const shownSections = (record: AnyRecordType, values: Values): readonly Section[] =>
  record.form.filter(({ when }) => when === undefined || when.is.includes(String(values[when.field])));

/** Answers that the chosen kind does not ask for, and answers that it asks for and lacks. */
export const sectionMessages = (record: AnyRecordType, values: Values): { field: string; message: string }[] => {
  const shown = new Set(shownSections(record, values));
  return record.form.flatMap((section) =>
    shown.has(section)
      ? (section.required ?? [])
          .filter((name) => values[name] === undefined)
          .map((field) => ({ field, message: 'This needs an answer.' }))
      : section.fields
          .filter((name) => values[name] !== undefined)
          .map((field) => ({ field, message: `Does not belong to this form (${section.heading}).` })),
  );
};
