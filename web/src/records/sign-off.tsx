import { useState } from 'react';
import { isTheirs, ownWorkSentence } from '#shared/derive/access.ts';
import type { Stored } from '#shared/model/record.ts';
import { inspection } from '#shared/records/inspection.ts';
import { useMay, useWho, useWords } from '#web/app/session.ts';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Tag } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { VerbDialog } from './verb-dialog.tsx';

const Open = ({ item }: { readonly item: Stored }) => {
  const who = useWho();
  const [signing, setSigning] = useState(false);
  const maySign = useMay().do('signOffInspections') && item.archivedAt === undefined;
  return (
    <>
      <p>
        <Tag>Not signed off</Tag>
      </p>
      {maySign && !isTheirs(inspection, who, item) && <p>{ownWorkSentence(inspection, 'sign off')}</p>}
      {maySign && isTheirs(inspection, who, item) && (
        <>
          <p>When the inspection and its findings are complete, sign it off. It can be amended later, with a reason.</p>
          <Button icon="check" onClick={() => setSigning(true)}>
            Sign off
          </Button>
        </>
      )}
      {signing && (
        <VerbDialog
          record={inspection}
          item={item}
          verb="sign-off"
          title="Sign off this inspection?"
          about="You say that it is complete and true. Your name and the time are kept with it, and this cannot be taken back: later changes are amendments, each with its reason."
          button="Sign off"
          onClose={() => setSigning(false)}
        />
      )}
    </>
  );
};

/** Where an inspection stands: open to changes, or signed off by somebody. */
export const SignOff = ({ item }: { readonly item: Stored }) => {
  const { zone, person } = useWords();
  const { signedOffAt, signedOffBy } = item.values;
  return (
    <Panel title="Sign-off">
      {typeof signedOffAt === 'string' ? (
        <p>
          <Tag tone="good">Signed off</Tag> {momentText(signedOffAt, zone)} by{' '}
          {person(String(signedOffBy)) ?? 'someone no longer listed'}. Changes since then are amendments and stand in
          the history with their reasons.
        </p>
      ) : (
        <Open item={item} />
      )}
    </Panel>
  );
};
