import { fieldsOf, type AnyRecordType, type Values } from '#shared/model/record.ts';
import { dateText, textOf, type Words } from './text.ts';
import { wallTime } from './zoned-time.ts';

/** The day that tells records of one kind apart: the field that their lists are ordered by. */
const dayOf = (record: AnyRecordType, values: Values, words: Words): string => {
  const order = record.listedBy?.find((key) => key.order !== undefined)?.order;
  const value = order === undefined ? undefined : values[order];
  if (typeof value !== 'string') return '';
  return `, ${dateText(value.length > 10 ? wallTime(value, words.zone).slice(0, 10) : value)}`;
};

/** Whether the title says this field already. */
export const inTitle = (record: AnyRecordType, name: string): boolean =>
  name === record.title ||
  (fieldsOf(record)[record.title]?.kind === 'choice' && record.listedBy?.find(({ order }) => order)?.order === name);

/** A record in a few words. A choice names a kind and not a thing, so it is completed by what and when. */
export const titleOf = (record: AnyRecordType, values: Values, words: Words): string => {
  const field = fieldsOf(record)[record.title];
  const value = values[record.title];
  if (field === undefined || value === undefined) return record.label.one;
  const text = textOf(field, value, words);
  return field.kind === 'choice' ? `${text} ${record.label.one.toLowerCase()}${dayOf(record, values, words)}` : text;
};
