import { useState } from 'react';
import { answerCode, answerRecoveryCode, type Session } from '#web/data/session.ts';
import { Button } from '#web/ui/button.tsx';
import { Asking } from './account/asking.tsx';

/** The second step of a sign-in. */
export const CodeForm = ({
  onDone,
  onRecovered,
  onBack,
}: {
  readonly onDone: (session: Session) => void;
  /** The codes are off now: the password is asked for again. */
  readonly onRecovered: () => void;
  readonly onBack: () => void;
}) => {
  const [lost, setLost] = useState(false);
  return (
    <>
      {lost ? (
        <Asking
          id="recovery-code"
          field="recoveryCode"
          label="Recovery code"
          help="One of the ten that you kept when you set up sign-in codes. It works once and switches the codes off."
          empty="Write one of your recovery codes."
          button="Use this code"
          send={answerRecoveryCode}
          onDone={onRecovered}
        />
      ) : (
        <Asking
          id="sign-in-code"
          field="code"
          label="Code from your authenticator app"
          empty="Write the six digits that the app shows."
          button="Sign in"
          send={answerCode}
          onDone={onDone}
        />
      )}
      <Button look="outline" onClick={() => setLost(!lost)}>
        {lost ? 'I have my phone' : 'I do not have my phone'}
      </Button>
      <Button look="quiet" onClick={onBack}>
        Begin again
      </Button>
    </>
  );
};
