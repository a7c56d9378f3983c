import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { v7 } from 'uuid';
import { exportFormats, type ExportFormat } from '#shared/model/job.ts';
import { allRecords, recordNamed } from '#shared/records/index.ts';
import { useWords } from '#web/app/session.ts';
import { exportLink, exportsQuery, makeExport, type ExportFile, type ExportJob } from '#web/data/jobs.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { count, momentText } from '#web/fields/text.ts';
import { sizeText } from '#web/records/files.tsx';
import { Button } from '#web/ui/button.tsx';
import { FieldGroup } from '#web/ui/field-frame.tsx';
import { CheckBox } from '#web/ui/inputs.tsx';
import { Alert, ErrorSummary, Loading, ProgressBar, Tag, type SummaryItem } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';

const formats = [
  { value: 'csv', label: 'CSV, for spreadsheets' },
  { value: 'json', label: 'JSON, for programs' },
  { value: 'geojson', label: 'GeoJSON, for GIS' },
] as const;

interface SetProps {
  readonly id: string;
  readonly label: string;
  readonly error: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

const CheckSet = ({ id, label, error, options, chosen, onChange }: SetProps) => (
  <FieldGroup id={id} label={label} error={error}>
    <div className="tiles tiles-fill">
      {options.map((option) => (
        <CheckBox
          key={option.value}
          label={option.label}
          checked={chosen.includes(option.value)}
          onChange={(on) => onChange(on ? [...chosen, option.value] : chosen.filter((one) => one !== option.value))}
        />
      ))}
    </div>
  </FieldGroup>
);

const NewExport = () => {
  const [id, setId] = useState(() => v7());
  const [types, setTypes] = useState<readonly string[]>(allRecords.map(({ name }) => name));
  const [kinds, setKinds] = useState<readonly ExportFormat[]>(['csv']);
  const [includeArchived, setArchived] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const make = useMutation({
    mutationFn: makeExport,
    onSuccess: async () => {
      setId(v7());
      await queryClient.invalidateQueries(exportsQuery);
    },
  });
  const items: SummaryItem[] = [
    ...(types.length === 0
      ? [{ id: 'export-types', label: 'Records', message: 'Choose at least one kind of record.' }]
      : []),
    ...(kinds.length === 0 ? [{ id: 'export-formats', label: 'Formats', message: 'Choose at least one format.' }] : []),
  ];
  const shown = attempt === 0 ? [] : items;
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    setAttempt((n) => n + 1);
    if (items.length === 0 && !make.isPending)
      make.mutate({ id, recordTypes: [...types], formats: [...kinds], includeArchived });
  };
  const errorOf = (key: string) => shown.find((item) => item.id === key)?.message;
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary items={shown} attempt={attempt} />
      <CheckSet
        id="export-types"
        label="Records"
        error={errorOf('export-types')}
        options={allRecords.map(({ name, label }) => ({ value: name, label: label.many }))}
        chosen={types}
        onChange={setTypes}
      />
      <CheckSet
        id="export-formats"
        label="Formats"
        error={errorOf('export-formats')}
        options={formats}
        chosen={kinds}
        onChange={(chosen) => setKinds(exportFormats.filter((format) => chosen.includes(format)))}
      />
      <div className="field">
        <CheckBox label="Include archived records" checked={includeArchived} onChange={setArchived} />
      </div>
      {make.error && (
        <Alert tone="error" title="The export did not start">
          <p>{sentenceOf(make.error)}</p>
        </Alert>
      )}
      <Button type="submit" icon="export" busy={make.isPending}>
        Start export
      </Button>
    </form>
  );
};

const FileRow = ({ job, file }: { readonly job: ExportJob; readonly file: ExportFile }) => {
  const link = useMutation({
    mutationFn: () => exportLink(job.id, file.name),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <tr>
      <th scope="row">{file.name}</th>
      <td>{file.rows ? count(file.rows) : '–'}</td>
      <td>{sizeText(file.bytes)}</td>
      <td>
        <code className="hash">{file.sha256}</code>
      </td>
      <td>
        <Button look="outline" busy={link.isPending} onClick={() => link.mutate()}>
          Download<span className="hidden-text"> {file.name}</span>
        </Button>
        {link.error && <p role="alert">{sentenceOf(link.error)}</p>}
      </td>
    </tr>
  );
};

const zipFirst = (files: readonly ExportFile[]) =>
  files.toSorted((a, b) => Number(b.name.endsWith('.zip')) - Number(a.name.endsWith('.zip')));

const Files = ({ job }: { readonly job: ExportJob }) => (
  <details open>
    <summary>{count(job.files?.length ?? 0)} files</summary>
    <table className="plain-table file-table">
      <thead>
        <tr>
          <th scope="col">File</th>
          <th scope="col">Rows</th>
          <th scope="col">Size</th>
          <th scope="col">SHA-256</th>
          <th scope="col">
            <span className="hidden-text">Download</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {zipFirst(job.files ?? []).map((file) => (
          <FileRow key={file.name} job={job} file={file} />
        ))}
      </tbody>
    </table>
  </details>
);

const OneExport = ({ job }: { readonly job: ExportJob }) => {
  const { zone, person } = useWords();
  const { done, total } = job.progress;
  return (
    <li className="entry">
      <h3>{momentText(job.createdAt, zone)}</h3>
      <p className="card-facts">
        {job.state === 'done' ? (
          <Tag tone="good">Done</Tag>
        ) : job.state === 'failed' ? (
          <Tag tone="bad">Stopped</Tag>
        ) : (
          <Tag tone="info">Running</Tag>
        )}
        <span>{person(job.createdBy) ?? 'someone no longer listed'}</span>
        <span>{job.order.recordTypes.map((name) => recordNamed(name)?.label.many ?? name).join(', ')}</span>
        <span>{job.order.formats.join(', ').toUpperCase()}</span>
      </p>
      {job.state === 'failed' && (
        <Alert tone="error">{job.message ?? 'It could not be finished. Start a new export.'}</Alert>
      )}
      {job.state !== 'done' && job.state !== 'failed' && (
        <ProgressBar
          label={`${count(done)}${total === undefined ? '' : ` of ${count(total)}`} rows written`}
          share={total ? done / total : undefined}
        />
      )}
      {job.state === 'done' && job.files && <Files job={job} />}
    </li>
  );
};

export const ExportScreen = () => {
  const { data, error } = useQuery(exportsQuery);
  const jobs = data?.items ?? [];
  return (
    <>
      <PageHeading title="Export" />
      <p>
        Everything your agency keeps, in open formats, at any time. A manifest says what is in it and proves that
        nothing was changed.
      </p>
      <Panel title="New export">
        <NewExport />
      </Panel>
      <Panel title="Exports">
        {error ? (
          <Alert tone="error">{sentenceOf(error)}</Alert>
        ) : data === undefined ? (
          <Loading />
        ) : jobs.length === 0 ? (
          <p className="none">No exports yet.</p>
        ) : (
          <ul className="entries" aria-live="polite">
            {jobs.map((job) => (
              <OneExport key={job.id} job={job} />
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
};
