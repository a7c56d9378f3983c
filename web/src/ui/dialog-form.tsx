import type { ReactNode, SubmitEvent } from 'react';
import { sentenceOf } from '#web/data/problem.ts';
import { FormActions, type FormActionsProps } from './form-actions.tsx';
import { Alert } from './messages.tsx';

interface DialogFormProps extends FormActionsProps {
  readonly send: () => void;
  /** What went wrong, where no field says it already; null where nothing did. */
  readonly failed: unknown;
  /** Before the questions. */
  readonly about: ReactNode;
  readonly children: ReactNode;
}

/** A short form in a dialog: what it is about, what failed, the questions, and the end. */
export const DialogForm = ({ send, failed, about, children, ...end }: DialogFormProps) => {
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    send();
  };
  return (
    <form noValidate onSubmit={submit}>
      {about}
      {failed !== null && (
        <Alert tone="error">
          <p>{sentenceOf(failed)}</p>
        </Alert>
      )}
      {children}
      <FormActions {...end} />
    </form>
  );
};
