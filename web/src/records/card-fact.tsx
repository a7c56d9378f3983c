import type { FieldKind } from '#shared/model/field.ts';
import { fieldsOf } from '#shared/model/record.ts';
import { fieldInColumn, ListValue, type ListValueProps } from './list-value.tsx';

/** "Yes", a day or a number say nothing without what they answer; other values speak for themselves. */
const needLabel: ReadonlySet<FieldKind> = new Set(['yesNo', 'date', 'number']);

/** One value beside the title of a card, with its label where the eye needs it, and always for a screen reader. */
export const CardFact = (value: ListValueProps) => {
  const field = fieldsOf(value.record)[fieldInColumn(value.record, value.row, value.name)];
  return (
    <span>
      <span className={field && needLabel.has(field.kind) ? undefined : 'hidden-text'}>{field?.label}: </span>
      <ListValue {...value} />
    </span>
  );
};
