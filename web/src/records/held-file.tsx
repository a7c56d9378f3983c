import { useState } from 'react';
import { isTheirs } from '#shared/derive/access.ts';
import type { Stored } from '#shared/model/record.ts';
import { attachment } from '#shared/records/attachment.ts';
import { useMay, useWho } from '#web/app/session.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { VerbDialog } from './verb-dialog.tsx';

/** A file with a number that should not be kept: nobody can open it until somebody says why it must stay. */
export const HeldFile = ({ item }: { readonly item: Stored }) => {
  const who = useWho();
  const may = useMay();
  const [keeping, setKeeping] = useState(false);
  return (
    <Alert tone="warning" title="This file is held back">
      <p>
        {typeof item.values.held === 'string' ? item.values.held : ''} Stormwater records may become public. Archive
        this file and add one without the number. If the number cannot be left out, or is something else, say why the
        file must stay.
      </p>
      {may.do('keepHeldFiles') && isTheirs(attachment, who, item) && item.archivedAt === undefined && (
        <Button look="outline" onClick={() => setKeeping(true)}>
          Keep this file
        </Button>
      )}
      {keeping && (
        <VerbDialog
          record={attachment}
          item={item}
          verb="keep"
          title="Keep this file?"
          about="Everyone who may read files can open it then. The reason stands in its history."
          ask={{ name: 'reason', label: 'Why it must stay', required: true }}
          button="Keep the file"
          onClose={() => setKeeping(false)}
        />
      )}
    </Alert>
  );
};
