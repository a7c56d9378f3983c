import { useState, type ReactNode } from 'react';
import { roleLabels } from '#shared/model/role.ts';
import { useMay, useSession } from '#web/app/session.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { EmailDialog } from './email.tsx';
import { NameDialog } from './name.tsx';

const Row = ({
  label,
  value,
  children,
}: {
  readonly label: string;
  readonly value: string;
  readonly children: ReactNode;
}) => (
  <li className="session-row">
    <div>
      <strong>{label}</strong>
      <p className="value">{value}</p>
    </div>
    {children}
  </li>
);

/** Who I am here. The role is for administrators to give. */
export const Profile = () => {
  const { member } = useSession();
  const may = useMay();
  const [open, setOpen] = useState<'name' | 'email'>();
  const [said, setSaid] = useState<string>();
  const close = () => setOpen(undefined);
  const done = (sentence: string) => {
    setSaid(sentence);
    close();
  };
  return (
    <>
      <Panel title="Profile">
        {said !== undefined && (
          <Alert tone="success">
            <p>{said}</p>
          </Alert>
        )}
        <ul className="plain-list">
          <Row label="Name" value={member.name}>
            {may.do('keepOwnAccount') && (
              <Button look="outline" onClick={() => setOpen('name')}>
                Change name
              </Button>
            )}
          </Row>
          <Row label="E-mail" value={member.email}>
            <Button look="outline" onClick={() => setOpen('email')}>
              Change e-mail
            </Button>
          </Row>
          <Row label="Role" value={roleLabels[member.role]}>
            <span className="help">Given by an administrator of your agency</span>
          </Row>
        </ul>
      </Panel>
      {open === 'name' && <NameDialog onDone={done} onClose={close} />}
      {open === 'email' && <EmailDialog onDone={done} onClose={close} />}
    </>
  );
};
