import { seesPersonal } from '#shared/derive/access.ts';
import type { Change } from '#shared/derive/diff.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import { useSession, useWords } from '#web/app/session.ts';
import { useLinked } from '#web/data/queries.ts';
import { RulesInWords } from '#web/screens/redaction/rules-in-words.tsx';
import { titleOf } from '#web/fields/title.ts';
import { textOf } from '#web/fields/text.ts';

const Value = ({
  record,
  name,
  value,
  withheld,
}: {
  readonly record: AnyRecordType;
  readonly name: string;
  readonly value: unknown;
  readonly withheld: boolean;
}) => {
  const field = fieldsOf(record)[name];
  const words = useWords();
  const { role } = useSession().member;
  const to = field?.kind === 'link' && field.to !== undefined ? recordNamed(field.to) : undefined;
  const linked = useLinked(to?.name, typeof value === 'string' ? value : undefined);
  if (withheld) return <span className="none">{seesPersonal(role) ? 'erased' : 'not shown to your role'}</span>;
  if (value === undefined) return <span className="none">empty</span>;
  if (record.name === 'redactionProfile' && name === 'rules')
    return <RulesInWords text={typeof value === 'string' ? value : ''} />;
  if (field === undefined) return <>{JSON.stringify(value)}</>;
  return <>{to && linked ? titleOf(to, linked, words) : textOf(field, value, words)}</>;
};

const ChangeRow = ({
  record,
  change,
  first,
}: {
  readonly record: AnyRecordType;
  readonly change: Change;
  readonly first: boolean;
}) => {
  const withheld = change.personal === true && change.before === undefined && change.after === undefined;
  return (
    <tr>
      <th scope="row">{fieldsOf(record)[change.field]?.label ?? change.field}</th>
      {!first && (
        <td className="before">
          <Value record={record} name={change.field} value={change.before} withheld={withheld} />
        </td>
      )}
      <td>
        <Value record={record} name={change.field} value={change.after} withheld={withheld} />
      </td>
    </tr>
  );
};

/** What was there before and after, field by field; of the first version there is no before. */
export const ChangeTable = ({
  record,
  changes,
  first,
}: {
  readonly record: AnyRecordType;
  readonly changes: readonly Change[];
  readonly first: boolean;
}) => (
  <table className="small-table">
    <thead>
      <tr>
        <th scope="col">Field</th>
        {!first && <th scope="col">Before</th>}
        <th scope="col">{first ? 'Value' : 'After'}</th>
      </tr>
    </thead>
    <tbody>
      {changes.map((change) => (
        <ChangeRow key={change.field} record={record} change={change} first={first} />
      ))}
    </tbody>
  </table>
);
