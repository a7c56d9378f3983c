import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { v7 } from 'uuid';
import { roleLabels, roles, type Role } from '#shared/model/role.ts';
import { accountsQuery, invite, type Account } from '#web/data/administration.ts';
import { messagesByField, RequestProblem } from '#web/data/problem.ts';
import { peopleQuery, queryClient } from '#web/data/queries.ts';
import { DialogForm } from '#web/ui/dialog-form.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Select, TextInput } from '#web/ui/inputs.tsx';
import { ErrorSummary } from '#web/ui/messages.tsx';

const labels = { name: 'Name', email: 'E-mail', role: 'Role' };
const roleOptions = roles.map((value) => ({ value, label: roleLabels[value] }));

export const InviteDialog = ({
  onDone,
  onClose,
}: {
  readonly onDone: (account: Account) => void;
  readonly onClose: () => void;
}) => {
  // One id for one invitation, so that sending it twice makes one account.
  const [id] = useState(() => v7());
  const [answers, setAnswers] = useState({ name: '', email: '', role: '' });
  const [messages, setMessages] = useState<Readonly<Record<string, string>>>({});
  const [attempt, setAttempt] = useState(0);
  const send = useMutation({
    mutationFn: () => invite({ id, ...answers, name: answers.name.trim(), role: answers.role as Role }),
    onSuccess: async (account) => {
      await Promise.all([queryClient.invalidateQueries(accountsQuery), queryClient.invalidateQueries(peopleQuery)]);
      onDone(account);
    },
    onError: (error) => {
      if (error instanceof RequestProblem) setMessages(messagesByField(error.errors));
      setAttempt((n) => n + 1);
    },
  });
  const order = () => {
    const wrong = {
      ...(answers.name.trim() === '' ? { name: 'Write the name of the person.' } : {}),
      ...(/^\S+@\S+$/.test(answers.email.trim()) ? {} : { email: 'Write the address, for example name@city.gov.' }),
      ...(answers.role === '' ? { role: 'Choose a role.' } : {}),
    };
    setMessages(wrong);
    setAttempt((n) => n + 1);
    if (Object.keys(wrong).length === 0 && !send.isPending) send.mutate();
  };
  const field = (name: keyof typeof labels) => ({
    id: `invite-${name}`,
    label: labels[name],
    required: true,
    error: messages[name],
    value: answers[name],
    onChange: (value: string) => setAnswers((before) => ({ ...before, [name]: value })),
  });
  return (
    <Dialog title="Invite a person" onClose={onClose}>
      <DialogForm
        send={order}
        failed={Object.keys(messages).length === 0 ? send.error : null}
        about={
          <>
            <p>
              They get an e-mail with a temporary password, good for seven days, and choose their own when they sign in.
            </p>
            <ErrorSummary
              attempt={attempt}
              items={Object.entries(messages).map(([name, message]) => ({
                id: `invite-${name}`,
                label: labels[name as keyof typeof labels],
                message,
              }))}
            />
          </>
        }
        label="Send invitation"
        busy={send.isPending}
        working="Sending…"
        onCancel={onClose}
      >
        <TextInput {...field('name')} native={{ autoComplete: 'off', maxLength: 120 }} />
        <TextInput {...field('email')} native={{ type: 'email', autoComplete: 'off', maxLength: 254 }} />
        <Select {...field('role')} options={roleOptions} empty="Choose" />
      </DialogForm>
    </Dialog>
  );
};
