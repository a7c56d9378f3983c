import { useState } from 'react';
import { beginCodes, confirmCodes } from '#web/data/session.ts';
import { Button } from '#web/ui/button.tsx';
import { CopyButton } from '#web/ui/copy-button.tsx';
import { Asking, AskPassword } from './asking.tsx';
import { QrCode } from './qr-code.tsx';
import { RecoveryCodes } from './recovery-codes.tsx';

const Secret = ({ secret, uri }: { readonly secret: string; readonly uri: string }) => (
  <>
    <ol className="steps-list">
      <li>Open an authenticator app on your phone. Any that makes six-digit codes will do.</li>
      <li>Scan this picture with it, or type the key below into it.</li>
      <li>Write the six digits that the app then shows.</li>
    </ol>
    <QrCode text={uri} label="QR code for your authenticator app" />
    <p>
      Key: <code className="secret-key">{(secret.match(/.{1,4}/g) ?? []).join(' ')}</code>
    </p>
    <CopyButton text={secret} what="key" />
  </>
);

/** Three steps: the password, the app, the recovery codes. */
export const SetUpCodes = ({ onDone, onCancel }: { readonly onDone: () => void; readonly onCancel?: () => void }) => {
  const [begun, setBegun] = useState<{ secret: string; uri: string }>();
  const [recovery, setRecovery] = useState<readonly string[]>();
  if (recovery !== undefined)
    return (
      <>
        <RecoveryCodes codes={recovery} />
        <Button onClick={onDone}>I have kept them</Button>
      </>
    );
  if (begun === undefined)
    return <AskPassword button="Go on" send={beginCodes} onDone={setBegun} onCancel={onCancel} />;
  return (
    <Asking
      id="app-code"
      field="code"
      label="Code from the app"
      empty="Write the six digits that the app shows."
      button="Switch codes on"
      send={confirmCodes}
      onDone={({ recoveryCodes }) => setRecovery(recoveryCodes)}
      onCancel={onCancel}
    >
      <Secret {...begun} />
    </Asking>
  );
};
