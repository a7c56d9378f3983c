import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useSession } from '#web/app/session.ts';
import { profileQuery, queryClient, sessionQuery } from '#web/data/queries.ts';
import { endCodes, renewRecoveryCodes } from '#web/data/session.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Tag } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { AskPassword } from './asking.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';
import { SetUpCodes } from './set-up-codes.tsx';

type Step = 'set-up' | 'recovery' | 'off';

const titles = {
  'set-up': 'Set up sign-in codes',
  recovery: 'New recovery codes',
  off: 'Switch sign-in codes off',
} as const;

const NewRecoveryCodes = ({ onClose }: { readonly onClose: () => void }) => {
  const [codes, setCodes] = useState<readonly string[]>();
  return codes === undefined ? (
    <AskPassword
      button="Make new codes"
      send={renewRecoveryCodes}
      onDone={({ recoveryCodes }) => setCodes(recoveryCodes)}
      onCancel={onClose}
    >
      <p>The recovery codes that you have now stop working.</p>
    </AskPassword>
  ) : (
    <>
      <RecoveryCodes codes={codes} />
      <Button onClick={onClose}>I have kept them</Button>
    </>
  );
};

/** A second proof at sign-in: a code that only the person's own phone shows. */
export const SignInCodes = () => {
  const { codes } = useSession();
  const { data } = useQuery(profileQuery);
  const [step, setStep] = useState<Step>();
  const close = () => {
    setStep(undefined);
    for (const { queryKey } of [profileQuery, sessionQuery]) void queryClient.invalidateQueries({ queryKey });
  };
  const on = data?.member.mfa === true;
  return (
    <Panel title="Sign-in codes">
      <p>
        {on ? <Tag tone="good">On</Tag> : <Tag tone="info">Off</Tag>} With codes on, signing in takes your password and
        six digits from an app on your phone.
        {codes.required && ' Your agency asks you to use them.'}
      </p>
      <div className="actions">
        <Button look="outline" onClick={() => setStep('set-up')}>
          {on ? 'Use another phone' : 'Set up sign-in codes'}
        </Button>
        {on && (
          <Button look="outline" onClick={() => setStep('recovery')}>
            New recovery codes
          </Button>
        )}
        {on && !codes.required && (
          <Button look="outline" onClick={() => setStep('off')}>
            Switch codes off
          </Button>
        )}
      </div>
      {step && (
        <Dialog title={titles[step]} onClose={close}>
          {step === 'set-up' && <SetUpCodes onDone={close} onCancel={close} />}
          {step === 'recovery' && <NewRecoveryCodes onClose={close} />}
          {step === 'off' && (
            <AskPassword button="Switch off" send={endCodes} onDone={close} onCancel={close}>
              <p>From now on your password alone lets you in.</p>
            </AskPassword>
          )}
        </Dialog>
      )}
    </Panel>
  );
};
