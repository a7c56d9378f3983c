import { useState, type SubmitEvent } from 'react';
import { isCode, sentenceOf } from '#web/data/problem.ts';
import { signIn, type NextStep, type Session } from '#web/data/session.ts';
import { Button } from '#web/ui/button.tsx';
import { TextInput } from '#web/ui/inputs.tsx';
import { Alert, ErrorSummary, type SummaryItem } from '#web/ui/messages.tsx';
import { CodeForm } from './sign-in-code.tsx';
import { NewPasswordForm } from './sign-in-new-password.tsx';

const missing = (email: string, password: string): SummaryItem[] => [
  ...(/^\S+@\S+$/.test(email)
    ? []
    : [{ id: 'email', label: 'E-mail', message: 'Write your e-mail address, for example name@city.gov.' }]),
  ...(password === '' ? [{ id: 'password', label: 'Password', message: 'Write your password.' }] : []),
];

/** Says nothing about whether an account exists: a wrong address and a wrong password read the same. */
const refusal = (error: unknown) =>
  isCode(error, 'sign-in-refused')
    ? 'That e-mail address and password do not fit together. Check both and try again. After several tries there is a pause.'
    : isCode(error, 'offline')
      ? 'No connection. Try again when you have signal.'
      : sentenceOf(error);

export const SignInForm = ({
  email: known = '',
  onDone,
}: {
  readonly email?: string;
  readonly onDone: (session: Session) => void;
}) => {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const [items, setItems] = useState<readonly SummaryItem[]>([]);
  const [attempt, setAttempt] = useState(0);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [step, setStep] = useState<NextStep['challenge']>();
  const [recovered, setRecovered] = useState(false);
  const arrived = (found: Session | NextStep) => {
    if ('challenge' in found) setStep(found.challenge);
    else onDone(found);
  };
  const again = () => {
    setStep(undefined);
    setPassword('');
  };

  const submit = async (e: SubmitEvent) => {
    e.preventDefault();
    if (busy) return;
    const wrong = missing(email.trim(), password);
    setItems(wrong);
    setAttempt((n) => n + 1);
    setFailure(undefined);
    if (wrong.length > 0) return;
    setBusy(true);
    try {
      arrived(await signIn(email.trim(), password));
    } catch (error) {
      setFailure(error);
    } finally {
      setBusy(false);
    }
  };
  const errorOf = (id: string) => items.find((item) => item.id === id)?.message;

  if (step === 'newPassword') return <NewPasswordForm onDone={arrived} onOver={again} />;
  if (step === 'code')
    return (
      <CodeForm
        onDone={onDone}
        onBack={again}
        onRecovered={() => {
          setRecovered(true);
          again();
        }}
      />
    );
  return (
    <form noValidate onSubmit={(e) => void submit(e)}>
      {failure !== undefined && (
        <Alert tone="error" title="You are not signed in">
          <p>{refusal(failure)}</p>
        </Alert>
      )}
      {recovered && (
        <Alert tone="info">
          <p>Sign-in codes are off now. Sign in with your password, then set them up again.</p>
        </Alert>
      )}
      <ErrorSummary items={items} attempt={attempt} />
      <TextInput
        id="email"
        label="E-mail"
        error={errorOf('email')}
        value={email}
        onChange={setEmail}
        native={{ type: 'email', autoComplete: 'username', inputMode: 'email', name: 'email' }}
      />
      <TextInput
        id="password"
        label="Password"
        error={errorOf('password')}
        value={password}
        onChange={setPassword}
        native={{ type: 'password', autoComplete: 'current-password', name: 'password' }}
      />
      <Button type="submit" busy={busy}>
        {busy ? 'Signing in…' : 'Sign in'}
      </Button>
    </form>
  );
};
