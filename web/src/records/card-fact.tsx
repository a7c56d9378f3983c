import type { Row } from '#shared/derive/row.ts';
import type { FieldKind } from '#shared/model/field.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import type { Words } from '#web/fields/text.ts';
import { ListValue } from './list-value.tsx';

/** "Yes", a day or a number say nothing without what they answer; other values speak for themselves. */
const needLabel: ReadonlySet<FieldKind> = new Set(['yesNo', 'date', 'number']);

/** One value beside the title of a card, with its label where the eye needs it, and always for a screen reader. */
export const CardFact = ({
  record,
  row,
  name,
  words,
}: {
  readonly record: AnyRecordType;
  readonly row: Pick<Row, 'values' | 'archivedAt'>;
  readonly name: string;
  readonly words: Words;
}) => {
  const field = fieldsOf(record)[name];
  return (
    <span>
      <span className={field && needLabel.has(field.kind) ? undefined : 'hidden-text'}>{field?.label}: </span>
      <ListValue record={record} row={row} name={name} words={words} />
    </span>
  );
};
