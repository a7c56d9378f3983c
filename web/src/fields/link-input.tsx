import { useMemo } from 'react';
import type { Row } from '#shared/derive/row.ts';
import type { AnyRecordType } from '#shared/model/record.ts';
import { fieldsOf } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import { useWords } from '#web/app/session.ts';
import { useMirror } from '#web/data/mirrors.ts';
import { useLinked } from '#web/data/queries.ts';
import { searchTexts } from '#web/records/list-view.ts';
import { ComboBox, type Suggestion } from '#web/ui/combo-box.tsx';
import type { FieldInputProps } from './input.tsx';
import { titleOf } from './title.ts';
import { count, textOf, type Words } from './text.ts';

const SHOWN = 20;

const suggestion = (record: AnyRecordType, row: Row, words: Words): Suggestion => ({
  value: row.id,
  label: titleOf(record, row.values, words),
  note: record.columns
    .filter((name: string) => name !== record.title)
    .slice(0, 2)
    .map((name: string) => {
      const field = fieldsOf(record)[name];
      return field ? textOf(field, row.values[name], words) : '';
    })
    .filter(Boolean)
    .join(' · '),
});

/** Those whose title begins with the text come before those that only contain it. */
const find = (record: AnyRecordType, rows: readonly Row[], texts: ReadonlyMap<string, string>, typed: string) => {
  const parts = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const first: Row[] = [];
  const others: Row[] = [];
  for (const row of rows) {
    if (row.archivedAt !== undefined || !parts.every((part) => texts.get(row.id)?.includes(part))) continue;
    const title = row.values[record.title];
    const leads = typeof title === 'string' && parts[0] !== undefined && title.toLowerCase().startsWith(parts[0]);
    if (leads) first.push(row);
    else if (others.length < SHOWN) others.push(row);
    if (first.length >= SHOWN) break;
  }
  return [...first, ...others].slice(0, SHOWN);
};

const Linked = ({ record, ...props }: FieldInputProps & { readonly record: AnyRecordType }) => {
  const { id, field, value, onChange, required, error } = props;
  const mirror = useMirror(record);
  const words = useWords();
  const texts = useMemo(() => searchTexts(record, mirror.rows, words), [record, mirror.rows, words]);
  const chosen = typeof value === 'string' && value !== '' ? value : undefined;
  const values = useLinked(record.name, chosen);
  const shown = values && titleOf(record, values, words);
  return (
    <ComboBox
      id={id}
      label={field.label}
      help={field.help}
      required={required}
      error={error}
      chosen={chosen === undefined ? '' : (shown ?? 'Loading…')}
      suggest={(typed) => find(record, mirror.rows, texts, typed).map((row) => suggestion(record, row, words))}
      onChoose={onChange}
      status={
        mirror.error === undefined
          ? mirror.phase === 'ready'
            ? undefined
            : `Still loading: ${count(mirror.received)} ${record.label.many.toLowerCase()} so far.`
          : 'The list could not be loaded. Check your connection.'
      }
    />
  );
};

export const LinkInput = (props: FieldInputProps) => {
  const record = props.field.to === undefined ? undefined : recordNamed(props.field.to);
  return record === undefined ? null : <Linked {...props} record={record} />;
};
