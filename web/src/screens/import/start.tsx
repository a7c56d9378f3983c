import { useMutation, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { v7 } from 'uuid';
import { mayDo } from '#shared/derive/access.ts';
import { recordNamed } from '#shared/records/index.ts';
import { ClosedToChanges } from '#web/app/closing-banner.tsx';
import { useWho, useWords } from '#web/app/session.ts';
import { importsQuery, makeImport, readImport, type ImportType } from '#web/data/jobs.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { putFile, sha256 } from '#web/data/upload.ts';
import { count, momentText, sizeText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { controlProps, FieldFrame } from '#web/ui/field-frame.tsx';
import { RadioTiles } from '#web/ui/inputs.tsx';
import { Alert, ErrorSummary, ProgressBar, Tag, type SummaryItem } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { formatOf } from './mapping.ts';
import { stateText, stateTone } from './states.ts';

const types: readonly ImportType[] = ['structure', 'outfall', 'site'];

interface Sending {
  readonly id: string;
  readonly type: ImportType;
  readonly file: File;
  readonly onShare: (share: number | undefined) => void;
}

const send = async ({ id, type, file, onShare }: Sending) => {
  const format = formatOf(file.name) ?? 'csv';
  const body = { id, recordType: type, fileName: file.name, format, bytes: file.size, sha256: await sha256(file) };
  const { job, upload } = await makeImport(body);
  if (job.state === 'waiting') await putFile(upload, file, onShare);
  onShare(undefined);
  return readImport(id);
};

const messagesFor = (type: string, file: File | undefined): SummaryItem[] => [
  ...(type === '' ? [{ id: 'import-type', label: 'Kind of record', message: 'Choose what the file holds.' }] : []),
  ...(file === undefined
    ? [{ id: 'import-file', label: 'File', message: 'Choose a file.' }]
    : formatOf(file.name) === undefined
      ? [
          {
            id: 'import-file',
            label: 'File',
            message:
              'Choose a GeoJSON (.geojson, .json), zipped shapefile (.zip) or CSV (.csv) file. Save a spreadsheet as CSV first.',
          },
        ]
      : []),
];

const NewImport = () => {
  const navigate = useNavigate();
  const [id, setId] = useState(() => v7());
  const [type, setType] = useState('');
  const [file, setFile] = useState<File>();
  const [items, setItems] = useState<readonly SummaryItem[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [share, setShare] = useState<number>();
  const start = useMutation({
    mutationFn: send,
    onSuccess: async (job) => {
      await queryClient.invalidateQueries({ queryKey: importsQuery.queryKey, exact: true });
      await navigate({ to: '/import/$jobId', params: { jobId: job.id } });
    },
  });
  const errorOf = (key: string) => items.find((item) => item.id === key)?.message;
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    const wrong = messagesFor(type, file);
    setItems(wrong);
    setAttempt((n) => n + 1);
    const chosen = types.find((one) => one === type);
    if (wrong.length === 0 && chosen && file && !start.isPending)
      start.mutate({ id, type: chosen, file, onShare: setShare });
  };
  const frame = {
    id: 'import-file',
    label: 'File',
    required: true,
    help: 'GeoJSON, a zipped shapefile of one layer, or CSV. Coordinates in degrees, or in a state plane or UTM on NAD83.',
    error: errorOf('import-file'),
  };
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary items={items} attempt={attempt} />
      <RadioTiles
        id="import-type"
        label="What does the file hold?"
        required
        error={errorOf('import-type')}
        options={types.map((name) => ({ value: name, label: recordNamed(name)?.label.many ?? name }))}
        value={type}
        onChange={setType}
      />
      <FieldFrame {...frame}>
        <input
          {...controlProps(frame)}
          className="input file-input"
          type="file"
          accept=".geojson,.json,.csv,.txt,.zip"
          onChange={(e) => {
            setFile(e.target.files?.[0]);
            setId(v7());
          }}
        />
      </FieldFrame>
      {start.isPending && file && (
        <ProgressBar
          label={share === undefined ? `Reading ${file.name}` : `Sending ${file.name} (${sizeText(file.size)})`}
          share={share}
        />
      )}
      {start.error && (
        <Alert tone="error" title="The file was not taken">
          <p>{sentenceOf(start.error)}</p>
        </Alert>
      )}
      <Button type="submit" busy={start.isPending}>
        Upload and look at the columns
      </Button>
    </form>
  );
};

const Earlier = () => {
  const { data, error } = useQuery(importsQuery);
  const { zone, person } = useWords();
  const jobs = data?.items ?? [];
  if (error) return <Alert tone="error">{sentenceOf(error)}</Alert>;
  if (jobs.length === 0) return <p className="none">Nothing has been imported yet.</p>;
  return (
    <ul className="summaries">
      {jobs.map((job) => (
        <li key={job.id}>
          <Link to="/import/$jobId" params={{ jobId: job.id }} className="card-title">
            {job.order.fileName}
          </Link>
          <span className="card-facts">
            <Tag tone={stateTone[job.state]}>{stateText[job.state]}</Tag>
            <span>{recordNamed(job.order.recordType)?.label.many}</span>
            {job.state === 'done' && <span>{count(job.counts.created + job.counts.updated)} taken over</span>}
            <span>
              {momentText(job.createdAt, zone)} by {person(job.createdBy) ?? 'someone no longer listed'}
            </span>
          </span>
        </li>
      ))}
    </ul>
  );
};

export const ImportStart = () => {
  const { role, closing } = useWho();
  const may = mayDo(role, 'importRecords');
  return (
    <>
      <PageHeading title="Import" />
      {may ? (
        <>
          <p>
            Bring in structures, outfalls or sites from your GIS or a spreadsheet. Nothing is written until you have
            seen the check.
          </p>
          <Panel title="New import">{closing ? <ClosedToChanges /> : <NewImport />}</Panel>
          <Panel title="Earlier imports">
            <Earlier />
          </Panel>
        </>
      ) : (
        <Alert tone="warning" title="Your role does not allow this">
          <p>Imports are for coordinators and administrators.</p>
        </Alert>
      )}
    </>
  );
};
