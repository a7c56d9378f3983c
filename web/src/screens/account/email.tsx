import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { messagesByField, RequestProblem } from '#web/data/problem.ts';
import { accountsQuery } from '#web/data/administration.ts';
import { queryClient, sessionQuery, sessionsQuery } from '#web/data/queries.ts';
import { askEmail, confirmEmail } from '#web/data/session.ts';
import { Dialog } from '#web/ui/dialog.tsx';
import { DialogForm } from '#web/ui/dialog-form.tsx';
import { TextInput } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

type Messages = Readonly<Record<string, string>>;

const messagesOf = (error: unknown): Messages => (error instanceof RequestProblem ? messagesByField(error.errors) : {});

/** Null where a field says it. */
const failedOf = (error: unknown): unknown => (Object.keys(messagesOf(error)).length === 0 ? error : null);

const AskForm = ({ onSent, onClose }: { readonly onSent: (email: string) => void; readonly onClose: () => void }) => {
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [missing, setMissing] = useState<Messages>({});
  const send = useMutation({
    mutationFn: () => askEmail(email.trim(), password),
    onSuccess: () => onSent(email.trim()),
  });
  const ask = () => {
    const wrong = {
      ...(/^\S+@\S+$/.test(email.trim()) ? {} : { email: 'Write the address, for example name@city.gov.' }),
      ...(password === '' ? { password: 'Write your password.' } : {}),
    };
    setMissing(wrong);
    if (Object.keys(wrong).length === 0 && !send.isPending) send.mutate();
  };
  const messages: Messages = { ...messagesOf(send.error), ...missing };
  return (
    <DialogForm
      send={ask}
      failed={failedOf(send.error)}
      about={<p>We send a code to the new address. Until you give it here, you sign in with the old one.</p>}
      label="Send the code"
      busy={send.isPending}
      working="Sending…"
      onCancel={onClose}
    >
      <TextInput
        id="new-email"
        label="New e-mail"
        required
        error={messages['email']}
        value={email}
        onChange={setEmail}
        native={{ type: 'email', autoComplete: 'email', inputMode: 'email', maxLength: 254 }}
      />
      <TextInput
        id="own-password"
        label="Your password"
        required
        help="To be sure that it is you."
        error={messages['password']}
        value={password}
        onChange={setPassword}
        native={{ type: 'password', autoComplete: 'current-password', maxLength: 256 }}
      />
    </DialogForm>
  );
};

const CodeForm = ({
  email,
  onDone,
  onBack,
}: {
  readonly email: string;
  readonly onDone: (sentence: string) => void;
  readonly onBack: () => void;
}) => {
  const [code, setCode] = useState('');
  const [missing, setMissing] = useState<string>();
  const confirm = useMutation({
    mutationFn: () => confirmEmail(code.trim()),
    onSuccess: async (saved) => {
      const shown = [sessionQuery, sessionsQuery, accountsQuery];
      await Promise.all(shown.map(({ queryKey }) => queryClient.invalidateQueries({ queryKey })));
      onDone(`You sign in with ${saved.email} from now on. You were signed out on your other devices.`);
    },
  });
  const give = () => {
    const wrong = !/^\d{4,10}$/.test(code.trim());
    setMissing(wrong ? 'Write the digits of the code from the mail.' : undefined);
    if (!wrong && !confirm.isPending) confirm.mutate();
  };
  return (
    <DialogForm
      send={give}
      failed={failedOf(confirm.error)}
      about={
        <Alert tone="info">
          <p>
            If {email} can be used here, a mail with a code is on its way to it. Leave this open until you have the
            code.
          </p>
        </Alert>
      }
      label="Change e-mail"
      busy={confirm.isPending}
      cancel="Use another address"
      onCancel={onBack}
    >
      <TextInput
        id="email-code"
        label="Code from the mail"
        required
        error={missing ?? messagesOf(confirm.error)['code']}
        value={code}
        onChange={setCode}
        native={{ inputMode: 'numeric', autoComplete: 'one-time-code', maxLength: 10 }}
      />
    </DialogForm>
  );
};

/** Two steps: the new address with the password, then the code that only the reader of that address has. */
export const EmailDialog = ({
  onDone,
  onClose,
}: {
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}) => {
  const [sentTo, setSentTo] = useState<string>();
  return (
    <Dialog title="Change your e-mail" onClose={onClose}>
      {sentTo === undefined ? (
        <AskForm onSent={setSentTo} onClose={onClose} />
      ) : (
        <CodeForm email={sentTo} onDone={onDone} onBack={() => setSentTo(undefined)} />
      )}
    </Dialog>
  );
};
