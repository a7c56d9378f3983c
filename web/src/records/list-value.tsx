import type { Row } from '#shared/derive/row.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import type { ValuesOf } from '#shared/model/record.ts';
import { inspection } from '#shared/records/inspection.ts';
import { publicRecordsRequest } from '#shared/records/public-records-request.ts';
import { task } from '#shared/records/task.ts';
import { useToday } from '#web/app/session.ts';
import type { Words } from '#web/fields/text.ts';
import { DaysLeft } from '#web/screens/desk/days-left.tsx';
import { Tag } from '#web/ui/messages.tsx';
import { Cell } from './cell.tsx';
import { dueText } from './due.ts';

const Overdue = ({ dueOn }: { readonly dueOn: string }) => {
  const today = useToday();
  return dueOn < today ? <Tag tone="bad">{dueText(dueOn, today)}</Tag> : null;
};

/** A row holds the columns of its type as the record does, and `law` beside them. */
type RequestRow = Pick<ValuesOf<typeof publicRecordsRequest.fields>, 'status' | 'dueOn' | 'law'>;

/** What a due date needs said beside it while the record is open: in words, since colour alone says nothing. */
const Beside = ({ record, row }: Pick<ListValueProps, 'record' | 'row'>) => {
  if (row.archivedAt !== undefined) return null;
  if (record === publicRecordsRequest) return <DaysLeft request={row.values as RequestRow} />;
  if (record === task && row.values.status === 'open') return <Overdue dueOn={String(row.values.dueOn)} />;
  return null;
};

/** The field whose value stands in a column: an inspection is of a structure or of an outfall, never of both. */
export const fieldInColumn = (record: AnyRecordType, row: Pick<Row, 'values'>, name: string): string =>
  record === inspection && name === 'structure' && row.values.structure === undefined ? 'outfall' : name;

export interface ListValueProps {
  readonly record: AnyRecordType;
  readonly row: Pick<Row, 'values' | 'archivedAt'>;
  readonly name: string;
  readonly words: Words;
}

/** One value of a row, in the table and on the card. */
export const ListValue = ({ record, row, name, words }: ListValueProps) => {
  const field = fieldInColumn(record, row, name);
  return (
    <>
      <Cell field={fieldsOf(record)[field]} value={row.values[field]} words={words} />
      {name === 'dueOn' && (
        <>
          {' '}
          <Beside record={record} row={row} />
        </>
      )}
    </>
  );
};
