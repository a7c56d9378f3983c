import { Link } from '@tanstack/react-router';
import { useState, type SubmitEvent } from 'react';
import { sentenceOf } from '#web/data/problem.ts';
import { askReset, confirmReset } from '#web/data/session.ts';
import { Button } from '#web/ui/button.tsx';
import { TextInput } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { PageHeading } from '#web/ui/page.tsx';
import { passwordHelp, passwordMessage } from './sign-in-new-password.tsx';

type Step = 'email' | 'code' | 'done';

/** Runs one request of a form at a time and keeps what went wrong. */
const useSending = () => {
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const send = (request: () => Promise<unknown>, then: () => void) => async (e: SubmitEvent) => {
    e.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(undefined);
    try {
      await request();
      then();
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  return { failure, busy, send };
};

const Failed = ({ failure }: { readonly failure: unknown }) =>
  failure !== undefined &&
  passwordMessage(failure) === undefined && (
    <Alert tone="error" title="That did not work">
      <p>{sentenceOf(failure)}</p>
    </Alert>
  );

const AskForm = ({
  email,
  onEmail,
  onSent,
}: {
  readonly email: string;
  readonly onEmail: (email: string) => void;
  readonly onSent: () => void;
}) => {
  const { failure, busy, send } = useSending();
  const submit = send(() => askReset(email.trim()), onSent);
  return (
    <form noValidate onSubmit={(e) => void submit(e)}>
      <Failed failure={failure} />
      <TextInput
        id="email"
        label="E-mail"
        help="We send a code to it, if it belongs to an account."
        value={email}
        onChange={onEmail}
        native={{ type: 'email', autoComplete: 'username', inputMode: 'email', name: 'email' }}
      />
      <Button type="submit" busy={busy}>
        {busy ? 'Sending…' : 'Send the code'}
      </Button>
    </form>
  );
};

const ConfirmForm = ({ email, onDone }: { readonly email: string; readonly onDone: () => void }) => {
  const [code, setCode] = useState('');
  const [password, setPassword] = useState('');
  const { failure, busy, send } = useSending();
  const submit = send(() => confirmReset(email.trim(), code.trim(), password), onDone);
  return (
    <form noValidate onSubmit={(e) => void submit(e)}>
      <Alert tone="info">
        <p>If {email.trim()} belongs to an account, a mail with a code is on its way. The code is good for an hour.</p>
      </Alert>
      <Failed failure={failure} />
      <TextInput
        id="code"
        label="Code from the mail"
        value={code}
        onChange={setCode}
        native={{ inputMode: 'numeric', autoComplete: 'one-time-code', name: 'code' }}
      />
      <TextInput
        id="new-password"
        label="New password"
        help={passwordHelp}
        error={passwordMessage(failure)}
        value={password}
        onChange={setPassword}
        native={{ type: 'password', autoComplete: 'new-password', name: 'new-password' }}
      />
      <Button type="submit" busy={busy}>
        {busy ? 'Saving…' : 'Save the new password'}
      </Button>
    </form>
  );
};

export const ResetPassword = () => {
  const [email, setEmail] = useState('');
  const [step, setStep] = useState<Step>('email');
  return (
    <div className="sign-in">
      <main className="sign-in-card">
        <p className="sign-in-brand">
          <img src="/icon.svg" alt="" width="40" height="40" /> <strong>Stormledger</strong>
        </p>
        <PageHeading title="Set a new password" />
        {step === 'email' && <AskForm email={email} onEmail={setEmail} onSent={() => setStep('code')} />}
        {step === 'code' && <ConfirmForm email={email} onDone={() => setStep('done')} />}
        {step === 'done' && (
          <Alert tone="success" title="Your new password is set">
            <p>You were signed out on every device. Sign in with the new password.</p>
          </Alert>
        )}
        <p>
          <Link to="/sign-in">Back to sign-in</Link>
        </p>
      </main>
    </div>
  );
};
