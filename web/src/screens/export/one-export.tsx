import { useMutation } from '@tanstack/react-query';
import { mayDo, mayTake } from '#shared/derive/access.ts';
import { recordNamed } from '#shared/records/index.ts';
import { useSession, useWords } from '#web/app/session.ts';
import { cancelExport, exportLink, exportsQuery, type ExportFile, type ExportJob } from '#web/data/jobs.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { count, momentText, sizeText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, ProgressBar, Tag } from '#web/ui/messages.tsx';
import { formatNames, orderedExtras } from './options.ts';

const FileRow = ({ job, file }: { readonly job: ExportJob; readonly file: ExportFile }) => {
  const link = useMutation({
    mutationFn: () => exportLink(job.id, file.name),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <tr>
      <th scope="row">{file.name}</th>
      <td>{file.rows === undefined ? '–' : count(file.rows)}</td>
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

const isBundle = ({ name }: ExportFile) => name.endsWith('.zip');

const Bundle = ({ job, file }: { readonly job: ExportJob; readonly file: ExportFile }) => {
  const link = useMutation({
    mutationFn: () => exportLink(job.id, file.name),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <>
      <p>
        Everything in one file: {file.name}, {sizeText(file.bytes)}. SHA-256 <code className="hash">{file.sha256}</code>
      </p>
      <Button icon="export" busy={link.isPending} onClick={() => link.mutate()}>
        Download<span className="hidden-text"> {file.name}</span>
      </Button>
      {link.error && <p role="alert">{sentenceOf(link.error)}</p>}
    </>
  );
};

/** What most people want is the bundle; each file by itself comes after it. */
const Files = ({ job }: { readonly job: ExportJob }) => {
  const files = job.files ?? [];
  const single = files.filter((file) => !isBundle(file));
  return (
    <>
      {files.filter(isBundle).map((file) => (
        <Bundle key={file.name} job={job} file={file} />
      ))}
      <details>
        <summary>{single.length === 1 ? 'One file' : `${count(single.length)} files`}, one by one</summary>
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
            {single.map((file) => (
              <FileRow key={file.name} job={job} file={file} />
            ))}
          </tbody>
        </table>
      </details>
    </>
  );
};

const states = {
  waiting: ['info', 'Running'],
  running: ['info', 'Running'],
  done: ['good', 'Done'],
  cancelling: ['info', 'Being cancelled'],
  cancelled: ['plain', 'Cancelled'],
  failed: ['bad', 'Stopped'],
} as const satisfies Record<ExportJob['state'], readonly ['info' | 'good' | 'plain' | 'bad', string]>;

const AtWork = ({ job }: { readonly job: ExportJob }) => {
  const me = useSession().member;
  const { done, total, packed } = job.progress;
  const cancel = useMutation({
    mutationFn: () => cancelExport(job.id),
    onSettled: () => queryClient.invalidateQueries(exportsQuery),
  });
  const rows = `${count(done)}${total === undefined ? '' : ` of ${count(total)}`} rows written`;
  return (
    <>
      <ProgressBar
        label={packed === undefined ? rows : `${rows}, ${count(packed)} files packed`}
        share={total && packed === undefined ? done / total : undefined}
      />
      {(me.id === job.createdBy || mayDo(me.role, 'cancelAnyExport')) && (
        <p>
          <Button look="outline" busy={cancel.isPending} onClick={() => cancel.mutate()}>
            Cancel<span className="hidden-text"> this export</span>
          </Button>
        </p>
      )}
      {cancel.error && <p role="alert">{sentenceOf(cancel.error)}</p>}
    </>
  );
};

/** One export as it stands: running, stopped, or its files. */
export const OneExport = ({ job }: { readonly job: ExportJob }) => {
  const { zone, person } = useWords();
  const { role } = useSession().member;
  const [tone, said] = states[job.state];
  return (
    <li className="entry">
      <h3>{momentText(job.createdAt, zone)}</h3>
      <p className="card-facts">
        <Tag tone={tone}>{said}</Tag>
        <span>{person(job.createdBy) ?? 'someone no longer listed'}</span>
        {job.order.archive ? (
          <span>Archive of the whole agency</span>
        ) : (
          <>
            <span>{job.order.recordTypes.map((name) => recordNamed(name)?.label.many ?? name).join(', ')}</span>
            <span>{job.order.formats.map((format) => formatNames[format]).join(', ')}</span>
          </>
        )}
        {orderedExtras(job.order).map((extra) => (
          <span key={extra}>with {extra}</span>
        ))}
      </p>
      {job.state === 'failed' && (
        <Alert tone="error">{job.message ?? 'It could not be finished. Start a new export.'}</Alert>
      )}
      {(job.state === 'running' || job.state === 'waiting') && <AtWork job={job} />}
      {job.state === 'done' &&
        job.files &&
        (mayTake(role, { personal: job.personal, types: job.order.recordTypes.map(recordNamed) }) &&
        (!job.order.archive || mayDo(role, 'archiveAgency')) ? (
          <Files job={job} />
        ) : (
          <p>It holds what your role does not see. Start an export of your own.</p>
        ))}
    </li>
  );
};
