import { restrictedIn, restrictedLabels } from '../permit/restricted-numbers.ts';
import type { FieldMessage } from '../model/problem.ts';
import { fieldsOf, type AnyRecordType, type Values } from '../model/record.ts';

/** Texts that a person typed or a file brought. Choices, links and moments hold nothing of one's own. */
const textsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value];
  return value !== null && typeof value === 'object' ? Object.values(value).filter((v) => typeof v === 'string') : [];
};

/** Fields whose text looks like a number that should not be kept. What stood there `before` is not asked about again. */
export const restrictedFields = (record: AnyRecordType, values: Values, before: Values = {}): FieldMessage[] =>
  Object.entries(fieldsOf(record)).flatMap(([name, { kind }]) => {
    if (kind !== 'text' && kind !== 'attributes') return [];
    const known = new Set(textsOf(before[name]));
    const found = textsOf(values[name])
      .filter((text) => !known.has(text))
      .map(restrictedIn)
      .find((one) => one !== undefined);
    return found === undefined ? [] : [{ path: name, message: `This looks like ${restrictedLabels[found]}.` }];
  });
