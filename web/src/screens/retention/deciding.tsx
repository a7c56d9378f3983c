import { useState } from 'react';
import type { KeptRow } from '#shared/model/disposal.ts';
import { disposalQuery, approve, decline, prove, type OneDisposal } from '#web/data/retention.ts';
import { queryClient } from '#web/data/queries.ts';
import { AskPassword } from '#web/screens/account/asking.tsx';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

const keep = (saved: OneDisposal) => {
  queryClient.setQueryData(disposalQuery(saved.id).queryKey, saved);
  void queryClient.invalidateQueries({ queryKey: ['disposals'] });
};

/** Two ways out of a proposal, each with the password: what is disposed of cannot be had back. */
export const Deciding = ({
  disposal,
  excluded,
}: {
  readonly disposal: OneDisposal;
  readonly excluded: readonly KeptRow[];
}) => {
  const [step, setStep] = useState<'approve' | 'reason' | 'decline'>();
  const [reason, setReason] = useState('');
  const close = () => setStep(undefined);
  const done = (saved: OneDisposal) => {
    keep(saved);
    close();
  };
  const count = disposal.count - excluded.length;
  const records = count === 1 ? '1 record' : `${count} records`;
  return (
    <div className="actions">
      <Button look="danger" onClick={() => setStep('approve')}>
        Dispose of {records}
      </Button>
      {disposal.state === 'waiting' && (
        <Button look="outline" onClick={() => setStep('reason')}>
          Keep everything
        </Button>
      )}
      {step === 'approve' && (
        <Dialog title={`Dispose of ${records}`} onClose={close}>
          <AskPassword
            button={`Dispose of ${records}`}
            send={(password) => prove(password).then(() => approve(disposal, excluded))}
            onDone={done}
            onCancel={close}
          >
            <p>They cannot be had back. A certificate says what went, when and why.</p>
          </AskPassword>
        </Dialog>
      )}
      {step === 'reason' && (
        <ReasonDialog
          title="Keep everything"
          button="Continue"
          send={(said) => Promise.resolve(said)}
          onDone={(said) => {
            setReason(said);
            setStep('decline');
          }}
          onClose={close}
        >
          <p>These records are not proposed again for a year.</p>
        </ReasonDialog>
      )}
      {step === 'decline' && (
        <Dialog title="Keep everything" onClose={close}>
          <AskPassword
            button="Keep everything"
            send={(password) => prove(password).then(() => decline(disposal, reason))}
            onDone={done}
            onCancel={close}
          />
        </Dialog>
      )}
    </div>
  );
};
