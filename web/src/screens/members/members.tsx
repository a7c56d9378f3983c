import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { roleLabels } from '#shared/model/role.ts';
import { useMay, useSession, useWho } from '#web/app/session.ts';
import { accountsQuery, type Account } from '#web/data/administration.ts';
import { momentText, timeText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, Tag } from '#web/ui/messages.tsx';
import { Fetched } from '#web/ui/fetched.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { InviteDialog } from './invite.tsx';
import { stepsFor, type Step } from './steps-for.ts';
import { StepDialog, stepWords } from './steps.tsx';

const states = {
  invited: { tone: 'info', label: 'Invited' },
  active: { tone: 'good', label: 'Active' },
  inactive: { tone: 'warn', label: 'Deactivated' },
  removed: { tone: 'plain', label: 'Removed' },
} as const;

const One = ({ account, onStep }: { readonly account: Account; readonly onStep: (step: Step) => void }) => {
  const { member, tenant } = useSession();
  const who = useWho();
  const { tone, label } = states[account.status];
  return (
    <li className="entry">
      <p>
        <strong>{account.name}</strong> {account.id === member.id && '(you) '}
        <Tag tone={tone}>{label}</Tag> {account.mfa && <Tag tone="good">Sign-in codes on</Tag>}
        <br />
        {roleLabels[account.role]}
        {account.email !== '' && `, ${account.email}`}
        {account.status === 'invited' && account.invitedAt && (
          <>
            <br />
            <span className="help">Invited {momentText(account.invitedAt, tenant.timeZone)}</span>
          </>
        )}
        {account.lockedUntil !== undefined && (
          <>
            <br />
            <Tag tone="warn">Paused</Tag> until {timeText(account.lockedUntil, tenant.timeZone)} after failed sign-ins
          </>
        )}
      </p>
      <div className="actions">
        {stepsFor(account, who).map((step) => (
          <Button key={step} look={step === 'remove' ? 'quiet' : 'outline'} onClick={() => onStep(step)}>
            {stepWords[step].button}
            <span className="hidden-text">: {account.name}</span>
          </Button>
        ))}
      </div>
    </li>
  );
};

type Open = { readonly account: Account; readonly step: Step } | 'invite' | undefined;

/** For administrators: who may come in, as what. */
export const Members = () => {
  const query = useQuery(accountsQuery);
  const may = useMay();
  const [open, setOpen] = useState<Open>();
  const [said, setSaid] = useState<string>();
  const done = (sentence: string) => {
    setSaid(sentence);
    setOpen(undefined);
  };
  const list = (title: string, some: readonly Account[]) => (
    <Panel title={title}>
      <ul className="entries">
        {some
          .toSorted((a, b) => a.name.localeCompare(b.name))
          .map((account) => (
            <One key={account.id} account={account} onStep={(step) => setOpen({ account, step })} />
          ))}
      </ul>
    </Panel>
  );
  return (
    <>
      <PageHeading title="Members">
        {may.do('manageMembers') && (
          <Button icon="add" onClick={() => setOpen('invite')}>
            Invite a person
          </Button>
        )}
      </PageHeading>
      <p>Everyone who can sign in for your agency. Every step here is written to the access events.</p>
      {said !== undefined && (
        <Alert tone="success">
          <p>{said}</p>
        </Alert>
      )}
      <Fetched of={query}>
        {({ items }) => {
          const removed = items.filter(({ status }) => status === 'removed');
          const present = items.filter(({ status }) => status !== 'removed');
          return (
            <>
              {list('People', present)}
              {removed.length > 0 && list('Removed', removed)}
            </>
          );
        }}
      </Fetched>
      {open === 'invite' && (
        <InviteDialog onDone={({ name }) => done(`${name} was invited.`)} onClose={() => setOpen(undefined)} />
      )}
      {open !== undefined && open !== 'invite' && (
        <StepDialog {...open} onDone={done} onClose={() => setOpen(undefined)} />
      )}
    </>
  );
};
