import { useMutation } from '@tanstack/react-query';
import { mayTake } from '#shared/derive/access.ts';
import { recordNamed } from '#shared/records/index.ts';
import { useSession, useWords } from '#web/app/session.ts';
import { exportLink, type ExportFile, type ExportJob } from '#web/data/jobs.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { count, momentText } from '#web/fields/text.ts';
import { sizeText } from '#web/records/files.tsx';
import { Button } from '#web/ui/button.tsx';
import { Alert, ProgressBar, Tag } from '#web/ui/messages.tsx';

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

/** One export as it stands: running, stopped, or its files. */
export const OneExport = ({ job }: { readonly job: ExportJob }) => {
  const { zone, person } = useWords();
  const { role } = useSession().member;
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
      {job.state === 'done' &&
        job.files &&
        (mayTake(role, job) ? (
          <Files job={job} />
        ) : (
          <p>It holds names and contacts of people, which your role does not see. Start an export of your own.</p>
        ))}
    </li>
  );
};
