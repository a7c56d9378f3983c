import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import type { AnyRecordType } from '#shared/model/record.ts';
import { importQuery, undoImport, type ImportJob } from '#web/data/jobs.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { count } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { RowErrors } from './row-errors.tsx';

interface Props {
  readonly job: ImportJob;
  readonly record: AnyRecordType;
}

/** Asked twice, since it touches every record of the import. */
export const Undo = ({ job, record }: Props) => {
  const [asked, setAsked] = useState(false);
  const undo = useMutation({
    mutationFn: () => undoImport(job.id),
    onSuccess: (next) => queryClient.setQueryData(importQuery(job.id).queryKey, { ...job, ...next }),
  });
  if (job.state === 'done' && job.counts.created + job.counts.updated === 0) return undefined;
  const many = record.label.many.toLowerCase();
  return (
    <>
      {asked ? (
        <Alert tone="warning" title="Undo this import?">
          <p>
            New {many} are archived, not erased. Changed {many} get back what they said before. What anyone changed
            after the import is left as it is and listed.
          </p>
          <div className="actions">
            <Button busy={undo.isPending} onClick={() => undo.mutate()}>
              Yes, undo it
            </Button>
            <Button look="outline" onClick={() => setAsked(false)}>
              Keep the import
            </Button>
          </div>
        </Alert>
      ) : (
        <Button look="outline" onClick={() => setAsked(true)}>
          Undo this import
        </Button>
      )}
      {undo.error && (
        <Alert tone="error">
          <p>{sentenceOf(undo.error)}</p>
        </Alert>
      )}
    </>
  );
};

const outcomes = [
  ['archived', 'Archived'],
  ['restored', 'Put back'],
  ['leftAlone', 'Left alone'],
] as const;

export const Undone = ({ job, record }: Props) => (
  <Panel title="Result">
    <Alert tone="success" title="The import was undone" />
    <dl className="facts">
      {outcomes.map(([key, label]) => (
        <div key={key} className="fact">
          <dt>{label}</dt>
          <dd className="figure">{count(job.undone?.[key] ?? 0)}</dd>
        </div>
      ))}
    </dl>
    {(job.undone?.leftAlone ?? 0) > 0 && <RowErrors job={job} record={record} title="Rows that were left alone" />}
  </Panel>
);
