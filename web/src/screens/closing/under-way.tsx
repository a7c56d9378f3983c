import { Link } from '@tanstack/react-router';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { exportDaysLeft, type Closing } from '#shared/permit/closing.ts';
import { useWords } from '#web/app/session.ts';
import { cancelClosing, keepClosing, type ClosingState } from '#web/data/closing.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { ClosingSteps, WhatStays } from './steps.tsx';

const Cancelling = ({ onClose }: { readonly onClose: () => void }) => {
  const cancel = useMutation({ mutationFn: cancelClosing, onSuccess: keepClosing });
  return (
    <Dialog title="Cancel the closing" onClose={onClose}>
      {cancel.error && (
        <Alert tone="error">
          <p>{sentenceOf(cancel.error)}</p>
        </Alert>
      )}
      <p>Your agency works on as before. Nothing was deleted.</p>
      <div className="actions">
        <Button busy={cancel.isPending} onClick={() => cancel.mutate()}>
          {cancel.isPending ? 'One moment…' : 'Cancel the closing'}
        </Button>
        <Button look="quiet" onClick={onClose}>
          Go on closing
        </Button>
      </div>
    </Dialog>
  );
};

const left = (closing: Closing, today: string): string => {
  const days = exportDaysLeft(closing, today);
  if (days === 0) return 'The export period is over.';
  return days === 1 ? 'Today is the last day to export.' : `${days} days are left to export, today included.`;
};

export const ClosingUnderWay = ({ state, closing }: { readonly state: ClosingState; readonly closing: Closing }) => {
  const { zone, person } = useWords();
  const [cancelling, setCancelling] = useState(false);
  return (
    <>
      <Panel title="Under way">
        <p>
          Started on {momentText(closing.startedAt, zone)} by {person(closing.startedBy) ?? 'someone no longer listed'},
          with an export period of {closing.exportDays} days. <strong>{left(closing, state.today)}</strong>
        </p>
        <div className="actions">
          <Link to="/export" className="button button-primary">
            Export
          </Link>
          <Button look="outline" onClick={() => setCancelling(true)}>
            Cancel the closing
          </Button>
        </div>
      </Panel>
      <Panel title="The steps">
        <ClosingSteps plan={closing} />
      </Panel>
      <Panel title="What stays">
        <WhatStays plan={closing} archiveDays={state.archiveDays} />
      </Panel>
      {cancelling && <Cancelling onClose={() => setCancelling(false)} />}
    </>
  );
};
