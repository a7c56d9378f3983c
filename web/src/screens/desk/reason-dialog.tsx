import { useMutation } from '@tanstack/react-query';
import { useId, useState, type ReactNode, type SubmitEvent } from 'react';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { isCode, messagesByField, RequestProblem, sentenceOf } from '#web/data/problem.ts';
import { noteSaved, queryClient, recordQuery } from '#web/data/queries.ts';
import { FormActions } from '#web/ui/form-actions.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextArea, TextInput } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

interface ReasonProps {
  readonly record: AnyRecordType;
  readonly item: Stored;
  readonly title: string;
  readonly about: ReactNode;
  readonly button: string;
  /** Also asks for a day, named so. */
  readonly day?: string;
  readonly act: (reason: string, day: string) => Promise<Stored>;
  readonly onClose: () => void;
}

const stale = 'Someone changed this request in the meantime. It has been loaded again: look at it, then try once more.';

/** A step on a request that is kept with its reason. */
export const ReasonDialog = ({ record, item, title, about, button, day, act, onClose }: ReasonProps) => {
  const id = useId();
  const [reason, setReason] = useState('');
  const [dueOn, setDueOn] = useState('');
  const [wrong, setWrong] = useState<Readonly<Record<string, string>>>({});
  const work = useMutation({
    mutationFn: () => act(reason.trim(), dueOn),
    onSuccess: async (saved) => {
      await noteSaved(record, saved);
      onClose();
    },
    onError: (error) => {
      if (isCode(error, 'stale')) void queryClient.invalidateQueries(recordQuery(record, item.id));
      if (error instanceof RequestProblem) setWrong(messagesByField(error.errors));
    },
  });
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    const missing = {
      ...(day !== undefined && dueOn === '' ? { dueOn: 'Choose a day.' } : {}),
      ...(reason.trim() === '' ? { reason: 'Say why. It is kept with the request.' } : {}),
    };
    setWrong(missing);
    if ('dueOn' in missing) document.getElementById(`${id}-day`)?.focus();
    else if ('reason' in missing) document.getElementById(id)?.focus();
    else if (!work.isPending) work.mutate();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        {about}
        {work.error && Object.keys(wrong).length === 0 && (
          <Alert tone="error">
            <p>{isCode(work.error, 'stale') ? stale : sentenceOf(work.error)}</p>
          </Alert>
        )}
        {day !== undefined && (
          <TextInput
            id={`${id}-day`}
            label={day}
            required
            error={wrong.dueOn}
            value={dueOn}
            onChange={setDueOn}
            native={{ type: 'date' }}
          />
        )}
        <TextArea
          id={id}
          label="Reason"
          required
          error={wrong.reason}
          value={reason}
          onChange={setReason}
          maxLength={1000}
        />
        <FormActions label={button} busy={work.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
};
