import { useMutation } from '@tanstack/react-query';
import { useState, type ReactNode, type SubmitEvent } from 'react';
import { messagesByField, RequestProblem, sentenceOf } from '#web/data/problem.ts';
import { FormActions } from '#web/ui/form-actions.tsx';
import { TextInput } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

interface AskingProps<T> {
  readonly id: string;
  /** The server's name of what is asked; its messages come under this name. */
  readonly field: string;
  readonly label: string;
  readonly help?: string;
  readonly empty: string;
  readonly secret?: true;
  readonly button: string;
  readonly send: (value: string) => Promise<T>;
  readonly onDone: (answer: T) => void;
  readonly children?: ReactNode;
  readonly onCancel?: (() => void) | undefined;
}

const nativeOf = (secret: true | undefined) =>
  secret
    ? ({ type: 'password', autoComplete: 'current-password', maxLength: 256 } as const)
    : ({ inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 60 } as const);

/** One question with its button: a password or a code. */
export const Asking = <T,>({ id, field, label, help, empty, secret, button, send, ...props }: AskingProps<T>) => {
  const [value, setValue] = useState('');
  const [missing, setMissing] = useState<string>();
  const ask = useMutation({ mutationFn: () => send(value.trim()), onSuccess: props.onDone });
  const said = ask.error instanceof RequestProblem ? messagesByField(ask.error.errors)[field] : undefined;
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    setMissing(value.trim() === '' ? empty : undefined);
    if (value.trim() !== '' && !ask.isPending) ask.mutate();
  };
  return (
    <form noValidate onSubmit={submit}>
      {props.children}
      {ask.error && said === undefined && (
        <Alert tone="error">
          <p>{sentenceOf(ask.error)}</p>
        </Alert>
      )}
      <TextInput
        id={id}
        label={label}
        required
        help={help}
        error={missing ?? said}
        value={value}
        onChange={setValue}
        native={nativeOf(secret)}
      />
      <FormActions label={button} busy={ask.isPending} working="One moment…" onCancel={props.onCancel} />
    </form>
  );
};

/** Before anything changes that decides who can sign in. */
export const AskPassword = <T,>(
  props: Pick<AskingProps<T>, 'button' | 'send' | 'onDone' | 'children' | 'onCancel'>,
) => (
  <Asking
    {...props}
    id="own-password"
    field="password"
    label="Your password"
    help="To be sure that it is you."
    empty="Write your password."
    secret
  />
);
