import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { sentenceOf } from '#web/data/problem.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextArea } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

interface ReasonDialogProps<T> {
  readonly title: string;
  readonly button: string;
  readonly danger?: true;
  readonly send: (reason: string) => Promise<T>;
  readonly onDone: (answer: T) => void;
  readonly onClose: () => void;
  /** Said or asked above the reason. */
  readonly children?: ReactNode;
}

/** A step that is kept with the reason for it. */
export const ReasonDialog = <T,>(props: ReasonDialogProps<T>) => {
  const [reason, setReason] = useState('');
  const [missing, setMissing] = useState<string>();
  const act = useMutation({ mutationFn: () => props.send(reason.trim()), onSuccess: props.onDone });
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    setMissing(reason.trim() === '' ? 'Say why. It stays with this.' : undefined);
    if (reason.trim() !== '' && !act.isPending) act.mutate();
  };
  return (
    <Dialog title={props.title} onClose={props.onClose}>
      <form noValidate onSubmit={submit}>
        {props.children}
        {act.error && (
          <Alert tone="error">
            <p>{sentenceOf(act.error)}</p>
          </Alert>
        )}
        <TextArea
          id="retention-reason"
          label="Reason"
          required
          value={reason}
          onChange={setReason}
          error={missing}
          maxLength={300}
        />
        <div className="actions">
          <Button type="submit" look={props.danger ? 'danger' : 'primary'} busy={act.isPending}>
            {act.isPending ? 'Saving…' : props.button}
          </Button>
          <Button look="quiet" onClick={props.onClose}>
            Cancel
          </Button>
        </div>
      </form>
    </Dialog>
  );
};
