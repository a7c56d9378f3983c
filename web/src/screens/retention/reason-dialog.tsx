import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { sentenceOf } from '#web/data/problem.ts';
import { FormActions } from '#web/ui/form-actions.tsx';
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
        <FormActions
          label={props.button}
          busy={act.isPending}
          look={props.danger ? 'danger' : 'primary'}
          onCancel={props.onClose}
        />
      </form>
    </Dialog>
  );
};
