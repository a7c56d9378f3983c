import type { ReactNode } from 'react';
import type { Field, FieldKind } from '#shared/model/field.ts';
import { useWords } from '#web/app/session.ts';
import { Tag } from '#web/ui/messages.tsx';
import { RecordLink } from './record-link.tsx';
import { textOf } from './text.ts';

export interface ShowProps {
  readonly field: Field;
  readonly value: unknown;
}

const Words = ({ field, value }: ShowProps) => <>{textOf(field, value, useWords())}</>;

const Text = ({ field, value }: ShowProps) =>
  field.long ? <span className="long-text">{String(value)}</span> : <>{String(value)}</>;

const LinkTo = ({ field, value }: ShowProps) => <RecordLink to={field.to} id={String(value)} />;

const plain = (value: unknown) =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);

const Attributes = ({ value }: ShowProps) => (
  <details>
    <summary>{Object.keys(value ?? {}).length} values from the source file</summary>
    <table className="small-table">
      <thead>
        <tr>
          <th scope="col">Column</th>
          <th scope="col">Value</th>
        </tr>
      </thead>
      <tbody>
        {Object.entries(value ?? {}).map(([name, inner]: [string, unknown]) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td>{inner === null ? <Tag>empty</Tag> : plain(inner)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  </details>
);

/** One way of showing for each kind, on a page with room. */
const shows: { readonly [K in FieldKind]: (props: ShowProps) => ReactNode } = {
  text: Text,
  number: Words,
  choice: Words,
  date: Words,
  dateTime: Words,
  yesNo: Words,
  link: LinkTo,
  person: Words,
  geometry: Words,
  attributes: Attributes,
};

export const Show = ({ field, value }: ShowProps) => {
  const Kind = shows[field.kind];
  return value === undefined || value === null ? (
    <span className="none">Not recorded</span>
  ) : (
    <Kind field={field} value={value} />
  );
};
