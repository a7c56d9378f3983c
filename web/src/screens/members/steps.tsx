import { useMutation } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { roleLabels, roles, type Role } from '#shared/model/role.ts';
import { accountsQuery, doAccountVerb, setRole, type Account } from '#web/data/administration.ts';
import { isCode, sentenceOf } from '#web/data/problem.ts';
import { peopleQuery, queryClient } from '#web/data/queries.ts';
import { FormActions } from '#web/ui/form-actions.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';
import type { Step } from './steps-for.ts';

interface Words {
  readonly button: string;
  readonly about: string;
  readonly done: string;
}

/** What each step is called, what it means for the person, and what is said when it is done. */
export const stepWords: Readonly<Record<Step, Words>> = {
  role: {
    button: 'Change role',
    about: 'The new role is in force the next time they do something.',
    done: 'has a new role.',
  },
  resend: {
    button: 'Send invitation again',
    about: 'They get another e-mail with a new temporary password. The earlier one is no longer good.',
    done: 'was sent a new invitation.',
  },
  deactivate: {
    button: 'Deactivate',
    about: 'They are out at once, on every device. What they recorded stays. You can let them in again later.',
    done: 'was deactivated.',
  },
  reactivate: { button: 'Reactivate', about: 'They can sign in again.', done: 'can sign in again.' },
  remove: {
    button: 'Remove',
    about:
      'Their account and address are deleted, and they are out at once. Their name stays on the history of what they did. This cannot be undone; you can invite them anew.',
    done: 'was removed.',
  },
  unlock: {
    button: 'Unlock',
    about:
      'They can try to sign in again at once. If it was not them who failed, have them set a new password with “Forgot your password?”.',
    done: 'can try to sign in again.',
  },
  'reset-mfa': {
    button: 'Reset sign-in codes',
    about:
      'For a lost or new phone: the next sign-in asks them to set up a new one. Make sure it is really them asking.',
    done: 'can set up new sign-in codes.',
  },
};

const staleText = 'Someone changed this member in the meantime. The list was loaded again: look, then try once more.';
const roleOptions = roles.map((value) => ({ value, label: roleLabels[value] }));

export const StepDialog = ({
  account,
  step,
  onDone,
  onClose,
}: {
  readonly account: Account;
  readonly step: Step;
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}) => {
  const [role, choose] = useState<Role>(account.role);
  const { button, about, done } = stepWords[step];
  const act = useMutation({
    mutationFn: () => (step === 'role' ? setRole(account, role) : doAccountVerb(account, step)),
    onSuccess: async () => {
      await Promise.all([queryClient.invalidateQueries(accountsQuery), queryClient.invalidateQueries(peopleQuery)]);
      onDone(`${account.name} ${done}`);
    },
    onError: (error) => {
      if (isCode(error, 'stale')) void queryClient.invalidateQueries(accountsQuery);
    },
  });
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    if (!act.isPending) act.mutate();
  };
  return (
    <Dialog title={`${button}: ${account.name}`} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <p>{about}</p>
        {act.error && (
          <Alert tone="error">
            <p>{isCode(act.error, 'stale') ? staleText : sentenceOf(act.error)}</p>
          </Alert>
        )}
        {step === 'role' && (
          <Select
            id="new-role"
            label="Role"
            required
            value={role}
            onChange={(value) => choose(value as Role)}
            options={roleOptions}
          />
        )}
        <FormActions
          label={button}
          busy={act.isPending}
          look={step === 'remove' ? 'danger' : 'primary'}
          onCancel={onClose}
        />
      </form>
    </Dialog>
  );
};
