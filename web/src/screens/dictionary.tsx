import type { Field, FieldKind } from '#shared/model/field.ts';
import { roleLabels } from '#shared/model/role.ts';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { allRecords, recordNamed } from '#shared/records/index.ts';
import { Tag } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';

/** What each kind of field holds, for a reader who knows spreadsheets and not software. */
const kinds: { readonly [K in FieldKind]: (field: Field) => string } = {
  text: ({ max }) => `Text, up to ${max ?? 0} characters`,
  number: ({ unit, min, max }) => `Number${unit ? ` in ${unit}` : ''}, from ${min ?? 0} to ${max ?? 0}`,
  choice: ({ options }) => `One of: ${Object.values(options ?? {}).join(', ')}`,
  date: () => 'Date',
  dateTime: () => 'Date and time',
  yesNo: () => 'Yes or no',
  link: ({ to }) => `Link to a ${recordNamed(to ?? '')?.label.one.toLowerCase() ?? 'record'}`,
  person: () => 'A person of your agency',
  geometry: () => 'Place on the map: point, line or area',
  attributes: () => 'Columns of an imported file, as they were',
};

const Entry = ({ record }: { readonly record: AnyRecordType }) => (
  <Panel title={record.label.many}>
    <p>{record.about}</p>
    <p className="help">
      Entered by: {record.access.create.map((role) => roleLabels[role]).join(', ') || 'the system'}. Archived by:{' '}
      {record.access.archive.map((role) => roleLabels[role]).join(', ')}.
    </p>
    {/* A region that scrolls sideways has to be reachable by the keyboard. */}
    {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
    <div className="scroll-x" tabIndex={0} role="region" aria-label={`Fields of ${record.label.many.toLowerCase()}`}>
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Name in exports</th>
            <th scope="col">What it holds</th>
          </tr>
        </thead>
        <tbody>
          {Object.entries(fieldsOf(record)).map(([name, field]) => (
            <tr key={name}>
              <th scope="row">
                {field.label} {!field.optional && !field.system && <Tag tone="info">required</Tag>}{' '}
                {field.personal && <Tag tone="warn">personal</Tag>} {field.system && <Tag>set by the system</Tag>}
              </th>
              <td>
                <code>{name}</code>
              </td>
              <td>
                {kinds[field.kind](field)}
                {field.help && <span className="help"> {field.help}</span>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </Panel>
);

/** Made from the declarations that the forms, the checks and the exports are made from: it cannot be out of date. */
export const Dictionary = () => (
  <>
    <PageHeading title="Data dictionary" />
    <p>Every kind of record and every field that Stormledger keeps.</p>
    {allRecords.map((record) => (
      <Entry key={record.name} record={record} />
    ))}
  </>
);
