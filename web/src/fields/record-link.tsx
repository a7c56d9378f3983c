import { Link } from '@tanstack/react-router';
import { recordNamed } from '#shared/records/index.ts';
import { fieldsOf, type AnyRecordType, type Values } from '#shared/model/record.ts';
import { useTitle } from '#web/data/queries.ts';
import { textOf, type Words } from './text.ts';

/** The title of a record in words: an inspection's title is its kind, which its label has to complete. */
export const titleOf = (record: AnyRecordType, values: Values, words: Words): string => {
  const field = fieldsOf(record)[record.title];
  if (field === undefined) return record.label.one;
  const text = textOf(field, values[record.title], words);
  return field.kind === 'choice' ? `${text} ${record.label.one.toLowerCase()}` : text;
};

/** A link to a record by its title, wherever that comes from. */
export const RecordLink = ({ to, id }: { readonly to: string | undefined; readonly id: string }) => {
  const record = to === undefined ? undefined : recordNamed(to);
  const title = useTitle(to, id);
  if (record === undefined) return <span>{id}</span>;
  const field = fieldsOf(record)[record.title];
  const text =
    field?.kind === 'choice' ? `${field.options?.[title ?? ''] ?? ''} ${record.label.one.toLowerCase()}`.trim() : title;
  return (
    <Link to="/$list/$recordId" params={{ list: record.path, recordId: id }}>
      {text ?? record.label.one}
    </Link>
  );
};
