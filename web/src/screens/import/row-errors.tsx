import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldsOf, type AnyRecordType } from '#shared/model/record.ts';
import { csvLine } from '#shared/derive/export.ts';
import { importErrors, type ImportJob, type RowError } from '#web/data/jobs.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { count } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';

const SHOWN = 20;

const fieldLabel = (record: AnyRecordType, path: string | undefined) => {
  const name = path?.replace(/^values\./, '').split('.')[0] ?? '';
  return fieldsOf(record)[name]?.label ?? name;
};

const csvOf = (record: AnyRecordType, errors: readonly RowError[]) =>
  [
    csvLine(['Row', 'Field', 'Problem', 'Value in the file']),
    ...errors.map(({ row, path, message, value }) => csvLine([row, fieldLabel(record, path), message, value ?? ''])),
  ].join('\r\n');

const save = (name: string, text: string) => {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
};

const everyError = async (id: string) => {
  const errors: RowError[] = [];
  let cursor: string | undefined;
  do {
    const page = await importErrors(id, cursor);
    errors.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return errors;
};

/** Rows are counted as a spreadsheet or a GIS counts them, so that they can be found there. */
export const RowErrors = ({
  job,
  record,
  title = 'Rows with errors',
}: {
  readonly job: ImportJob;
  readonly record: AnyRecordType;
  readonly title?: string;
}) => {
  const query = useInfiniteQuery({
    queryKey: ['imports', job.id, 'errors', job.version, job.state],
    queryFn: ({ pageParam }) => importErrors(job.id, pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.next,
  });
  const [failure, setFailure] = useState<unknown>();
  const errors = query.data?.pages.flatMap(({ items }) => items) ?? [];
  const download = () =>
    void everyError(job.id).then((all) => save(`errors-${job.order.fileName}.csv`, csvOf(record, all)), setFailure);
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {query.isPending && <Loading />}
      {(query.error ?? failure) !== null && (query.error ?? failure) !== undefined && (
        <Alert tone="error">
          <p>{sentenceOf(query.error ?? failure)}</p>
        </Alert>
      )}
      <table className="plain-table">
        <thead>
          <tr>
            <th scope="col">Row</th>
            <th scope="col">Field</th>
            <th scope="col">Problem</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {errors.slice(0, SHOWN).map(({ row, path, message, value }) => (
            <tr key={`${row} ${path ?? ''} ${message}`}>
              <td>{count(row)}</td>
              <td>{fieldLabel(record, path)}</td>
              <td>{message}</td>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {(errors.length > SHOWN || query.hasNextPage) && (
        <p className="help">The first {SHOWN} are shown. The download has all of them.</p>
      )}
      <Button look="outline" icon="export" onClick={download}>
        Download the whole list
      </Button>
    </section>
  );
};
