import { useMutation } from '@tanstack/react-query';
import { BACKUP_DAYS } from '#shared/permit/backup-days.ts';
import { useWords } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { certificateOf, type Certificate as Given, type OneDisposal } from '#web/data/retention.ts';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';

const save = (name: string, type: string, content: string) => {
  const url = URL.createObjectURL(new Blob([content], { type }));
  Object.assign(document.createElement('a'), { href: url, download: name }).click();
  URL.revokeObjectURL(url);
};

/** The list byte for byte, so that its SHA-256 is the one of the certificate; and all the rest around it. */
const saveBoth = ({ list, ...certificate }: Given) => {
  save(`disposal-${certificate.id}.csv`, 'text/csv;charset=utf-8', list);
  save(`disposal-${certificate.id}.json`, 'application/json', JSON.stringify(certificate, undefined, 2));
};

export const Certificate = ({ disposal }: { readonly disposal: OneDisposal }) => {
  const { zone, person } = useWords();
  const get = useMutation({ mutationFn: () => certificateOf(disposal.id), onSuccess: saveBoth });
  const { certificate, decision } = disposal;
  if (certificate === undefined || decision === undefined) return null;
  return (
    <Panel
      title="Certificate of disposal"
      actions={
        <Button icon="export" look="outline" busy={get.isPending} onClick={() => get.mutate()}>
          Download
        </Button>
      }
    >
      {get.error && (
        <Alert tone="error">
          <p>{sentenceOf(get.error)}</p>
        </Alert>
      )}
      <p>
        {certificate.count} {certificate.count === 1 ? 'record was' : 'records were'} disposed of on{' '}
        {momentText(certificate.at, zone)}, as approved on {momentText(decision.at, zone)} by{' '}
        {person(decision.by) ?? 'someone no longer listed'}.
      </p>
      {certificate.requests && (
        <p>
          With public-records requests went {certificate.requests.notes}{' '}
          {certificate.requests.notes === 1 ? 'note' : 'notes'} of what was chosen, removed and released, and{' '}
          {certificate.requests.files} released {certificate.requests.files === 1 ? 'file' : 'files'}.
        </p>
      )}
      <p>
        The content of the records, their files, and the names and contacts in their history are gone. That they were
        there, who changed them when, and the other values in their history stay. Backups hold them for up to{' '}
        {BACKUP_DAYS} days more.
      </p>
      <p className="help">SHA-256 of the list: {certificate.sha256}</p>
    </Panel>
  );
};
