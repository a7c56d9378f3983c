import * as z from 'zod';
import { fieldsOf, type AnyRecordType, type Values } from '../model/record.ts';
import type { Field } from '../model/field.ts';
import { sectionMessages } from './sections.ts';

/** Schemas are built once for each record type: building them is a hundred times dearer than using them. */
const once = <T>(build: (record: AnyRecordType) => T): ((record: AnyRecordType) => T) => {
  const built = new Map<AnyRecordType, T>();
  return (record) => {
    let schema = built.get(record);
    if (schema === undefined) built.set(record, (schema = build(record)));
    return schema;
  };
};

const shapeOf = (record: AnyRecordType, keep: (field: Field) => boolean): Record<string, z.ZodType> =>
  Object.fromEntries(
    Object.entries(fieldsOf(record))
      .filter(([, field]) => keep(field))
      .map(([name, field]) => [name, field.schema]),
  );

const withRules = <S extends z.ZodType<Record<string, unknown>>>(record: AnyRecordType, schema: S) =>
  schema.superRefine((values, ctx) => {
    for (const { field, message } of [...sectionMessages(record, values), ...(record.check?.(values) ?? [])])
      ctx.addIssue({ code: 'custom', path: [field], message });
  });

/** What a person may send to make a record. Unknown fields, and fields that the system sets, are refused, not dropped. */
export const newValuesSchema = once((record) => withRules(record, z.strictObject(shapeOf(record, (f) => !f.system))));

/** A whole record, system fields included, before it is stored. */
export const valuesSchema = once((record) => withRules(record, z.strictObject(shapeOf(record, () => true))));

/** What leaves the API: declared fields only, whatever else an old item may hold. */
export const shownValuesSchema = once((record) => z.object(shapeOf(record, () => true)).partial());

/** Some fields of a record; null empties one that may be empty. */
export const patchSchema = once((record) =>
  z.strictObject(
    Object.fromEntries(
      Object.entries(fieldsOf(record))
        .filter(([, field]) => !field.system)
        .map(([name, field]) => [name, field.optional ? field.schema.nullable() : field.schema.optional()]),
    ),
  ),
);

/** A change laid over what is there. */
export const patched = (values: Values, patch: Values): Values =>
  Object.fromEntries(
    Object.entries({ ...values, ...patch }).filter(([, value]) => value !== null && value !== undefined),
  );

/** JSON Schema 2020-12, for OpenAPI and for the test that guards stored shapes. */
export const jsonSchema = (record: AnyRecordType, schema: 'new' | 'patch' | 'whole' = 'whole') =>
  z.toJSONSchema(
    {
      new: z.strictObject(shapeOf(record, (f) => !f.system)),
      patch: patchSchema(record),
      whole: shownValuesSchema(record),
    }[schema],
    { target: 'draft-2020-12', io: 'input', unrepresentable: 'any' },
  );
