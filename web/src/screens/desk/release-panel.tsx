import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { v7 } from 'uuid';
import type { Stored } from '#shared/model/record.ts';
import { isClosed } from '#shared/permit/request-status.ts';
import { publicRecordsRequest } from '#shared/records/public-records-request.ts';
import { useSession, useWords } from '#web/app/session.ts';
import {
  approveCopy,
  copyQuery,
  noteReview,
  prepareCopy,
  releaseCopy,
  type Copy,
  type Review,
} from '#web/data/desk.ts';
import { exportLink } from '#web/data/jobs.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { noteSaved, queryClient, recordQuery } from '#web/data/queries.ts';
import { count, momentText, sizeText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Alert, Loading, ProgressBar } from '#web/ui/messages.tsx';
import { Releases } from './releases.tsx';
import type { Request } from './request-state.tsx';

const useStep = (item: Stored, act: () => Promise<Stored>) =>
  useMutation({
    mutationFn: act,
    onSuccess: async (saved) => {
      await noteSaved(publicRecordsRequest, saved);
      await noteReview(item.id);
    },
    // Somebody else may have been quicker: the page shows what holds now.
    onError: () => queryClient.invalidateQueries(recordQuery(publicRecordsRequest, item.id)),
  });

const Failure = ({ error }: { readonly error: unknown }) =>
  error === null || error === undefined ? null : (
    <Alert tone="error">
      <p>{sentenceOf(error)}</p>
    </Alert>
  );

const CopyFiles = ({ copy }: { readonly copy: Copy }) => {
  const link = useMutation({
    mutationFn: (name: string) => exportLink(copy.id, name),
    onSuccess: ({ url }) => location.assign(url),
  });
  return (
    <>
      {copy.files.map(({ name, bytes, sha256 }) => (
        <div key={name}>
          <p>
            {name}, {sizeText(bytes)}. SHA-256 <code className="hash">{sha256}</code>
          </p>
          <Button look="outline" busy={link.isPending} onClick={() => link.mutate(name)}>
            Download the copy to review it
          </Button>
        </div>
      ))}
      <Failure error={link.error} />
    </>
  );
};

const Ready = ({ item, review, copy }: { readonly item: Stored; readonly review: Review; readonly copy: Copy }) => {
  const { member } = useSession();
  const { zone, person } = useWords();
  const [releasing, setReleasing] = useState(false);
  const { preparedBy, preparedAt, approvedBy, approvedAt } = item.values as Request;
  const approve = useStep(item, () => approveCopy(item));
  const release = useStep(item, () => releaseCopy(item));
  const name = (id: string | undefined) => person(id ?? '') ?? 'someone no longer listed';
  const mine = preparedBy === member.id;
  const waits = review.secondReview && approvedBy === undefined;
  return (
    <>
      <Alert tone="success" title="The copy is ready">
        <p>
          It was opened again and searched for everything that was removed: nothing of it was left. Prepared{' '}
          {momentText(preparedAt ?? '', zone)} by {name(preparedBy)}.
        </p>
      </Alert>
      <CopyFiles copy={copy} />
      {approvedBy !== undefined && (
        <p>
          Reviewed {momentText(approvedAt ?? '', zone)} by {name(approvedBy)}.
        </p>
      )}
      {waits && (
        <p>
          {mine
            ? 'Your agency asks for a second person. You prepared this copy, so somebody else has to review it.'
            : 'Download the copy, look at it, and approve it if it may go out.'}
        </p>
      )}
      <Failure error={approve.error ?? release.error} />
      <div className="actions">
        {approvedBy === undefined && !mine && (
          <Button look={waits ? 'primary' : 'outline'} busy={approve.isPending} onClick={() => approve.mutate()}>
            Approve this copy
          </Button>
        )}
        {!waits && <Button onClick={() => setReleasing(true)}>Release this copy</Button>}
      </div>
      {releasing && (
        <Dialog title="Release this copy?" onClose={() => setReleasing(false)}>
          <p>
            It is kept for good with its hash, and the request is marked as released. Then download it and send it to
            the requester.
          </p>
          <div className="actions">
            <Button
              busy={release.isPending}
              onClick={() => release.mutate(undefined, { onSettled: () => setReleasing(false) })}
            >
              Release
            </Button>
            <Button look="quiet" onClick={() => setReleasing(false)}>
              Cancel
            </Button>
          </div>
        </Dialog>
      )}
    </>
  );
};

const InReview = ({ item, review }: { readonly item: Stored; readonly review: Review }) => {
  const { copy } = review;
  if (copy === undefined) return <p>The copy is gone. Make it again.</p>;
  if (copy.state === 'failed')
    return (
      <Alert tone="error" title="The copy was not made">
        <p>{copy.message}</p>
      </Alert>
    );
  if (copy.state !== 'done')
    return <ProgressBar label={`${count(copy.progress.done)} records written`} share={undefined} />;
  return <Ready item={item} review={review} copy={copy} />;
};

/** The copy that goes out: made, reviewed, released, and kept. */
export const ReleasePanel = ({ item }: { readonly item: Stored }) => {
  const { data: review, error } = useQuery(copyQuery(item.id, item.version));
  const [copyId, setCopyId] = useState(() => v7());
  const prepare = useStep(item, async () => {
    const saved = await prepareCopy(item, copyId);
    setCopyId(v7());
    return saved;
  });
  const { status } = item.values as Request;
  if (error) return <Failure error={error} />;
  if (review === undefined) return <Loading />;
  const open = !isClosed(status) && item.archivedAt === undefined;
  const again = status === 'inReview' && review.copy !== undefined;
  return (
    <>
      {status === 'inReview' && <InReview item={item} review={review} />}
      {open && !again && (
        <p>
          The copy is a bundle: spreadsheets, a folder for each record with its files, and the log of what was removed.
        </p>
      )}
      <Failure error={prepare.error} />
      {open && (
        <Button look={again ? 'quiet' : 'primary'} busy={prepare.isPending} onClick={() => prepare.mutate()}>
          {again ? 'Make it again from what is chosen now' : 'Make the copy'}
        </Button>
      )}
      <Releases requestId={item.id} releases={review.releases} />
    </>
  );
};
