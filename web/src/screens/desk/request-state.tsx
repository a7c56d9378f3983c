import { useMutation } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { Stored, ValuesOf } from '#shared/model/record.ts';
import { isClosed, requestStatuses, type RequestStatus } from '#shared/permit/request-status.ts';
import { publicRecordsRequest } from '#shared/records/public-records-request.ts';
import { useMay, useWords } from '#web/app/session.ts';
import { extendRequest, moveRequest } from '#web/data/desk.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { noteSaved } from '#web/data/queries.ts';
import { dateText, momentText } from '#web/fields/text.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { Alert, Tag } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { DaysLeft } from './days-left.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

export type Request = ValuesOf<typeof publicRecordsRequest.fields>;
type Step = 'extend' | RequestStatus;

const tones = {
  received: 'info',
  gathering: 'info',
  inReview: 'warn',
  released: 'good',
  denied: 'plain',
  withdrawn: 'plain',
} as const;

export const StatusTag = ({ status }: { readonly status: RequestStatus }) => (
  <Tag tone={tones[status]}>{requestStatuses[status]}</Tag>
);

/** When the answer is due, in words, and by what rule. */
export const DueLine = ({ request }: { readonly request: Request }) => {
  const { dueOn, lawfulDueOn, dueSource, extensionReason, status } = request;
  return (
    <>
      <p className="card-facts">
        <StatusTag status={status} />
        <DaysLeft request={request} />
        <span>Answer due {dateText(dueOn)}</span>
        <span>{dueSource}</span>
      </p>
      {extensionReason !== undefined && (
        <p>
          Put off from {dateText(lawfulDueOn)}: {extensionReason}
        </p>
      )}
    </>
  );
};

const dialogs: Readonly<Partial<Record<Step, { title: string; about: string; button: string }>>> = {
  extend: {
    title: 'Put the answer off',
    about: 'Check what your law allows, and tell the requester. The day by law stays on record.',
    button: 'Put off',
  },
  denied: {
    title: 'Deny this request',
    about: 'Name the exemption and say briefly how it applies. Most laws ask to release whatever can be released.',
    button: 'Deny request',
  },
  withdrawn: {
    title: 'The request was withdrawn',
    about: 'Say how and when the requester withdrew it.',
    button: 'Mark as withdrawn',
  },
  gathering: {
    title: 'Take this request up again',
    about: 'It goes back to gathering. A copy that was in review has to be made again.',
    button: 'Take up again',
  },
};

const Steps = ({ item, request }: { readonly item: Stored; readonly request: Request }) => {
  const [step, setStep] = useState<Step>();
  const begin = useMutation({
    mutationFn: () => moveRequest(item, 'gathering', undefined),
    onSuccess: (saved) => noteSaved(publicRecordsRequest, saved),
  });
  const { status } = request;
  const dialog = step && dialogs[step];
  return (
    <>
      {begin.error && (
        <Alert tone="error">
          <p>{sentenceOf(begin.error)}</p>
        </Alert>
      )}
      <div className="actions">
        <Link
          to="/public-records-requests/$requestId/desk"
          params={{ requestId: item.id }}
          className={buttonClass(isClosed(status) ? 'outline' : 'primary')}
        >
          <span>{isClosed(status) ? 'Records and releases' : 'Choose, review and release'}</span>
        </Link>
        {status === 'received' && (
          <Button look="outline" busy={begin.isPending} onClick={() => begin.mutate()}>
            Start gathering
          </Button>
        )}
        {isClosed(status) || status === 'inReview' ? (
          <Button look="outline" onClick={() => setStep('gathering')}>
            {status === 'inReview' ? 'Back to gathering' : 'Take up again'}
          </Button>
        ) : null}
        {!isClosed(status) && (
          <>
            <Button look="quiet" onClick={() => setStep('extend')}>
              Put off
            </Button>
            <Button look="quiet" onClick={() => setStep('denied')}>
              Deny
            </Button>
            <Button look="quiet" onClick={() => setStep('withdrawn')}>
              Withdrawn
            </Button>
          </>
        )}
      </div>
      {step && dialog && (
        <ReasonDialog
          record={publicRecordsRequest}
          item={item}
          title={dialog.title}
          about={<p>{dialog.about}</p>}
          button={dialog.button}
          {...(step === 'extend' ? { day: 'New day' } : {})}
          act={(reason, day) =>
            step === 'extend' ? extendRequest(item, day, reason) : moveRequest(item, step, reason)
          }
          onClose={() => setStep(undefined)}
        />
      )}
    </>
  );
};

const Released = ({ request }: { readonly request: Request }) => {
  const { zone, person } = useWords();
  const { releases, releasedAt, releasedBy, releasedSha256 } = request;
  if (releases === undefined || releasedAt === undefined) return null;
  return (
    <p>
      Release {releases}, {momentText(releasedAt, zone)} by {person(releasedBy ?? '') ?? 'someone no longer listed'}.
      SHA-256 <code className="hash">{releasedSha256}</code>
    </p>
  );
};

/** Where a request stands and what may be done next: on its own page. */
export const RequestState = ({ item }: { readonly item: Stored }) => {
  const may = useMay();
  const request = item.values as Request;
  return (
    <Panel title="Answer">
      <DueLine request={request} />
      <Released request={request} />
      {request.closingReason !== undefined && <p className="long-text">{request.closingReason}</p>}
      {may.act(publicRecordsRequest, 'update') && item.archivedAt === undefined && (
        <Steps item={item} request={request} />
      )}
    </Panel>
  );
};
