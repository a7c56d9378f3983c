import { useState, type SubmitEvent } from 'react';
import { isCode, messagesByField, RequestProblem, sentenceOf } from '#web/data/problem.ts';
import { setFirstPassword, type NextStep, type Session } from '#web/data/session.ts';
import { Button } from '#web/ui/button.tsx';
import { TextInput } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

export const passwordHelp =
  'At least 12 characters. A few words in a row are easy to remember. No mix of signs is needed.';

/** What the server said about the password itself; undefined when it said something else. */
export const passwordMessage = (error: unknown): string | undefined =>
  error instanceof RequestProblem ? messagesByField(error.errors)['password'] : undefined;

export const NewPasswordForm = ({
  onDone,
  onOver,
}: {
  readonly onDone: (found: Session | NextStep) => void;
  /** Too much time went by: the sign-in begins anew. */
  readonly onOver: () => void;
}) => {
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const message = passwordMessage(failure);
  const over = isCode(failure, 'not-signed-in') || isCode(failure, 'sign-in-refused');

  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      onDone(await setFirstPassword(password));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form noValidate onSubmit={(e) => void submit(e)}>
      <p>You signed in with the password from your invitation. Choose your own now.</p>
      {failure !== undefined && message === undefined && (
        <Alert tone="error" title="The password is not set">
          <p>{sentenceOf(failure)}</p>
        </Alert>
      )}
      <TextInput
        id="new-password"
        label="New password"
        help={passwordHelp}
        error={message}
        value={password}
        onChange={setPassword}
        native={{ type: 'password', autoComplete: 'new-password', name: 'new-password' }}
      />
      <Button type="submit" busy={busy}>
        {busy ? 'Saving…' : 'Save and sign in'}
      </Button>
      {over && (
        <Button look="outline" onClick={onOver}>
          Sign in again
        </Button>
      )}
    </form>
  );
};
