import { useState } from 'react';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import type { Column, FieldSource, ImportJob, Mapping } from '#web/data/jobs.ts';
import { count } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { CheckBox, RadioTiles } from '#web/ui/inputs.tsx';
import { ErrorSummary } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { CoordinatesPanel } from './coordinates.tsx';
import { FieldMapping } from './field-mapping.tsx';
import { systemMessages } from './first-place.ts';
import { Remembered } from './remembered.tsx';
import { leftOver, mappableFields, mappingMessages, withSource } from './mapping.ts';

const Columns = ({ columns, total }: { readonly columns: readonly Column[]; readonly total: number | undefined }) => (
  <details>
    <summary>
      {count(columns.length)} columns{total === undefined ? '' : `, ${count(total)} rows`} in the file
    </summary>
    <div className="scroll-x">
      <table className="small-table">
        <thead>
          <tr>
            <th scope="col">Column</th>
            <th scope="col">Examples</th>
            <th scope="col">Empty rows</th>
          </tr>
        </thead>
        <tbody>
          {columns.map(({ name, samples, nulls }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{samples.slice(0, 3).join(' · ') || 'always empty'}</td>
              <td>{count(nulls)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </details>
);

interface PartProps {
  readonly mapping: Mapping;
  readonly columns: readonly Column[];
  readonly onChange: (mapping: Mapping) => void;
}

const Rules = ({ mapping, columns, onChange, keeps }: PartProps & { readonly keeps: boolean }) => {
  const left = leftOver(mapping, columns);
  return (
    <Panel title="Rules">
      {mapping.fields.externalId && (
        <>
          <RadioTiles
            id="map-exists"
            label="When a record with the same ID is here already"
            required
            options={[
              { value: 'update', label: 'Change it to what the file says' },
              { value: 'skip', label: 'Leave it as it is' },
            ]}
            value={mapping.whenIdExists}
            onChange={(value) => onChange({ ...mapping, whenIdExists: value === 'skip' ? 'skip' : 'update' })}
          />
          <RadioTiles
            id="map-repeats"
            label="When the file has the same ID twice"
            required
            options={[
              { value: 'reject', label: 'Take the first and report the others' },
              { value: 'keep', label: 'Take all as separate records' },
            ]}
            value={mapping.whenIdRepeats}
            onChange={(value) => onChange({ ...mapping, whenIdRepeats: value === 'keep' ? 'keep' : 'reject' })}
          />
        </>
      )}
      {keeps && left.length > 0 && (
        <>
          <CheckBox
            label={`Keep the ${left.length === 1 ? 'other column' : `${count(left.length)} other columns`} with each record`}
            checked={mapping.keepOther}
            onChange={(keepOther) => onChange({ ...mapping, keepOther })}
          />
          <p className="help">Not matched: {left.join(', ')}.</p>
        </>
      )}
    </Panel>
  );
};

interface MappingFormProps {
  readonly job: ImportJob;
  readonly record: AnyRecordType;
  readonly columns: readonly Column[];
  readonly first: Mapping;
  readonly busy: boolean;
  readonly onCheck: (mapping: Mapping) => void;
}

/** Which column fills which field. It begins with the suggestion, and every part of that can be changed. */
export const MappingForm = ({ job, record, columns, first, busy, onCheck }: MappingFormProps) => {
  const [mapping, setMapping] = useState(first);
  const [attempt, setAttempt] = useState(0);
  const messages = [...mappingMessages(record, mapping, columns), ...systemMessages(job, mapping, columns)];
  const shown = attempt === 0 ? [] : messages;
  const keeps = Object.values(fieldsOf(record)).some(({ kind }) => kind === 'attributes');
  const change = (name: string, source: FieldSource | undefined) => setMapping(withSource(mapping, name, source));
  return (
    <form
      noValidate
      onSubmit={(e) => {
        e.preventDefault();
        setAttempt((n) => n + 1);
        if (messages.length === 0 && !busy) onCheck(mapping);
      }}
    >
      <ErrorSummary
        attempt={attempt}
        items={shown.map(({ field, message }) => ({
          id: `map-${field}`,
          label: fieldsOf(record)[field]?.label ?? 'Coordinate system',
          message,
        }))}
      />
      <Panel title="Match columns">
        <p>
          For each field of {record.label.many.toLowerCase()}, choose the column that holds it. Suggestions are filled
          in.
        </p>
        {job.remembered && <Remembered job={job} mapping={mapping} onChange={setMapping} />}
        <Columns columns={columns} total={job.total ?? job.progress.total} />
        <div className="mapping">
          {mappableFields(record).map(([name, field]) => (
            <FieldMapping
              key={name}
              isTitle={name === record.title}
              name={name}
              field={field}
              columns={columns}
              source={mapping.fields[name]}
              error={shown.find((one) => one.field === name)?.message}
              onChange={(source) => change(name, source)}
            />
          ))}
        </div>
      </Panel>
      {record.geometry !== undefined && (job.order.format === 'csv' || job.coordinates) && (
        <CoordinatesPanel
          job={job}
          mapping={mapping}
          columns={columns}
          error={shown.find((one) => one.field === 'coordinateSystem')?.message}
          onChange={setMapping}
        />
      )}
      <Rules mapping={mapping} columns={columns} onChange={setMapping} keeps={keeps} />
      <Button type="submit" look={job.state === 'checked' ? 'outline' : 'primary'} busy={busy}>
        {job.state === 'checked' ? 'Check again with this matching' : 'Check the file'}
      </Button>
      <p className="help">The check reads every row and writes nothing.</p>
    </form>
  );
};
