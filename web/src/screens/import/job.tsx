import { useMutation, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useEffect } from 'react';
import type { AnyRecordType } from '#shared/model/record.ts';
import { recordNamed } from '#shared/records/index.ts';
import { importQuery, isBusy, readImport, startImport, type ImportJob, type Mapping } from '#web/data/jobs.ts';
import { mirrorOf } from '#web/data/mirrors.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { count } from '#web/fields/text.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Loading, ProgressBar } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { MappingForm } from './mapping-form.tsx';
import { KeepRestricted } from './keep-restricted.tsx';
import { RowErrors } from './row-errors.tsx';
import { Steps } from './steps.tsx';
import { Undo, Undone } from './undo.tsx';

const route = getRouteApi('/shell/import/$jobId');

const working: Readonly<Partial<Record<ImportJob['state'], { title: string; done: string }>>> = {
  checking: { title: 'Checking the file', done: 'checked' },
  running: { title: 'Writing the records', done: 'written' },
  undoing: { title: 'Undoing the import', done: 'gone over' },
};

const Progress = ({ job }: { readonly job: ImportJob }) => {
  const { done, total } = job.progress;
  const of = total === undefined ? '' : ` of ${count(total)}`;
  return (
    <Panel title={working[job.state]?.title ?? ''}>
      <div role="status">
        <ProgressBar
          label={`${count(done)}${of} rows ${working[job.state]?.done ?? ''}`}
          share={total === undefined || total === 0 ? undefined : done / total}
        />
      </div>
      <p className="help">You can leave this page. The work goes on, and you find it again under Import.</p>
    </Panel>
  );
};

const outcomes = (job: ImportJob) =>
  [
    ['created', job.state === 'done' ? 'New' : 'Would be new'],
    ['updated', job.state === 'done' ? 'Changed' : 'Would be changed'],
    ['unchanged', 'Already the same'],
    ['skipped', 'Left alone'],
    ['rejected', 'Rows with errors'],
  ] as const;

const Counts = ({ job }: { readonly job: ImportJob }) => (
  <dl className="facts">
    {outcomes(job).map(([key, label]) => (
      <div key={key} className="fact">
        <dt>{label}</dt>
        <dd className="figure">{count(job.counts[key])}</dd>
      </div>
    ))}
  </dl>
);

const Done = ({ job, record }: { readonly job: ImportJob; readonly record: AnyRecordType }) => (
  <Panel title="Result">
    <Alert tone="success" title="The import is done" />
    <Counts job={job} />
    {job.counts.rejected > 0 && <RowErrors job={job} record={record} />}
    <div className="actions">
      <Link to="/map" className={buttonClass()}>
        <Icon name="map" />
        <span>See it on the map</span>
      </Link>
      <Link to="/$list" params={{ list: record.path }} className={buttonClass('outline')}>
        Open the list of {record.label.many.toLowerCase()}
      </Link>
    </div>
    <Undo job={job} record={record} />
  </Panel>
);

const Checked = ({
  job,
  record,
  onRun,
  onReason,
  busy,
}: {
  readonly job: ImportJob;
  readonly record: AnyRecordType;
  readonly onRun: () => void;
  readonly onReason: (reason: string) => void;
  readonly busy: boolean;
}) => {
  const good = job.counts.created + job.counts.updated;
  return (
    <Panel title="What the import would do">
      <Counts job={job} />
      {job.counts.rejected > 0 && <RowErrors job={job} record={record} />}
      {job.reason && <p>Rows with a number that should not be kept come in with this reason: {job.reason}</p>}
      {(job.restricted ?? 0) > 0 && <KeepRestricted rows={job.restricted ?? 0} busy={busy} onReason={onReason} />}
      <p>
        {good === 0
          ? 'There is nothing to write. Change the matching below, or correct the file and start again.'
          : job.counts.rejected > 0
            ? 'Rows with errors are left out. The others are written when you go on.'
            : 'Every row fits. Nothing has been written yet.'}
      </p>
      {good > 0 && (
        <Button icon="check" busy={busy} onClick={onRun}>
          Import {count(good)} {record.label.many.toLowerCase()}
        </Button>
      )}
    </Panel>
  );
};

const Job = ({ job, record }: { readonly job: ImportJob; readonly record: AnyRecordType }) => {
  const key = importQuery(job.id).queryKey;
  const act = useMutation({
    mutationFn: ({
      step,
      mapping,
      reason,
    }: {
      step: 'check' | 'run' | 'read';
      mapping?: Mapping;
      reason?: string | undefined;
    }) => (step === 'read' || mapping === undefined ? readImport(job.id) : startImport(job.id, step, mapping, reason)),
    onSuccess: (next) => queryClient.setQueryData(key, next),
  });
  const mapping = job.mapping ?? job.remembered?.mapping ?? job.suggested;
  useEffect(() => {
    if (job.state === 'done' || job.state === 'undone') void mirrorOf(record).refresh();
  }, [job.state, record]);
  return (
    <>
      <Steps job={job} />
      {job.state === 'failed' && (
        <Alert tone="error" title="The import stopped">
          <p>{job.message ?? 'It could not be finished. Start it again; rows that were written are recognised.'}</p>
        </Alert>
      )}
      {act.error && (
        <Alert tone="error">
          <p>{sentenceOf(act.error)}</p>
        </Alert>
      )}
      {isBusy(job) && <Progress job={job} />}
      {job.state === 'done' && <Done job={job} record={record} />}
      {job.state === 'undone' && <Undone job={job} record={record} />}
      {job.state === 'failed' && job.undone && <Undo job={job} record={record} />}
      {job.state === 'checked' && mapping && (
        <Checked
          job={job}
          record={record}
          busy={act.isPending}
          onRun={() => act.mutate({ step: 'run', mapping, reason: job.reason })}
          onReason={(reason) => act.mutate({ step: 'check', mapping, reason })}
        />
      )}
      {job.state === 'waiting' && (
        <Alert tone="info" title="The file has not been read yet">
          <Button look="outline" busy={act.isPending} onClick={() => act.mutate({ step: 'read' })}>
            Read the file
          </Button>
        </Alert>
      )}
      {!isBusy(job) && job.state !== 'done' && !job.undone && job.columns && mapping && (
        <MappingForm
          job={job}
          record={record}
          columns={job.columns}
          first={mapping}
          busy={act.isPending}
          onCheck={(next) => act.mutate({ step: 'check', mapping: next })}
        />
      )}
    </>
  );
};

export const ImportJobScreen = () => {
  const { jobId } = route.useParams();
  const { data: job, error } = useQuery(importQuery(jobId));
  const record = job && recordNamed(job.order.recordType);
  return (
    <>
      <PageHeading
        title={job ? `Import of ${job.order.fileName}` : 'Import'}
        within="Import"
        above={
          <nav aria-label="Breadcrumb" className="crumbs">
            <Link to="/import">
              <Icon name="back" />
              Import
            </Link>
          </nav>
        }
      />
      {job && record ? (
        <Job key={job.id} job={job} record={record} />
      ) : error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : (
        <Loading />
      )}
    </>
  );
};
