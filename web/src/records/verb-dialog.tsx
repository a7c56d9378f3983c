import { useMutation } from '@tanstack/react-query';
import { useId, useState, type SubmitEvent, type ReactNode } from 'react';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { isCode, messagesByField, RequestProblem, sentenceOf } from '#web/data/problem.ts';
import { noteSaved, queryClient, recordQuery } from '#web/data/queries.ts';
import { doVerb, type Verb } from '#web/data/records.ts';
import { FormActions } from '#web/ui/form-actions.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextArea } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

interface VerbProps {
  readonly record: AnyRecordType;
  readonly item: Stored;
  readonly verb: Verb;
  readonly title: string;
  readonly about: ReactNode;
  /** Absent where the verb needs no words. */
  readonly ask?: { readonly name: 'reason' | 'note'; readonly label: string; readonly required: boolean };
  readonly button: string;
  readonly onClose: () => void;
}

const staleText =
  'Someone changed this record in the meantime. It has been loaded again: look at it, then try once more.';

/** Asks for the words that a verb needs, and does it on the version that was on the screen. */
export const VerbDialog = ({ record, item, verb, title, about, ask, button, onClose }: VerbProps) => {
  const id = useId();
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState<string>();
  const act = useMutation({
    mutationFn: () => doVerb(record, item, verb, !ask || text.trim() === '' ? {} : { [ask.name]: text.trim() }),
    onSuccess: async (saved) => {
      await noteSaved(record, saved);
      onClose();
    },
    onError: (error) => {
      if (isCode(error, 'stale')) void queryClient.invalidateQueries(recordQuery(record, item.id));
      if (error instanceof RequestProblem && ask) setWrong(messagesByField(error.errors)[ask.name]);
    },
  });
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    const missing = ask?.required === true && text.trim() === '';
    setWrong(missing ? 'This needs an answer.' : undefined);
    if (missing) document.getElementById(id)?.focus();
    else if (!act.isPending) act.mutate();
  };
  return (
    <Dialog title={title} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <p>{about}</p>
        {act.error && wrong === undefined && (
          <Alert tone="error">
            <p>{isCode(act.error, 'stale') ? staleText : sentenceOf(act.error)}</p>
          </Alert>
        )}
        {ask && (
          <TextArea
            id={id}
            label={ask.label}
            required={ask.required}
            error={wrong}
            value={text}
            onChange={setText}
            maxLength={4000}
          />
        )}
        <FormActions label={button} busy={act.isPending} onCancel={onClose} />
      </form>
    </Dialog>
  );
};
