import { useState } from 'react';
import { count } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { TextArea } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

interface Props {
  readonly rows: number;
  readonly busy: boolean;
  readonly onReason: (reason: string) => void;
}

/** Rows that seem to hold a number that should not be kept stay out, unless somebody says why they must come in. */
export const KeepRestricted = ({ rows, busy, onReason }: Props) => {
  const [reason, setReason] = useState('');
  const [asked, setAsked] = useState(false);
  const missing = asked && reason.trim() === '';
  return (
    <Alert
      tone="warning"
      title={
        rows === 1
          ? 'One row seems to hold a number that should not be kept'
          : `${count(rows)} rows seem to hold a number that should not be kept`
      }
    >
      <p>
        It looks like a Social Security, payment card or health record number. Stormwater records may become public.
        Take such numbers out of the file and start again, or leave these rows out.
      </p>
      <TextArea
        id="import-keep-reason"
        label="Why these rows must come in as they are"
        help="Only if the number cannot be left out, or is something else. The reason stands in the history of each of these records."
        value={reason}
        onChange={setReason}
        error={missing ? 'Say why, or leave the rows out.' : undefined}
        maxLength={1000}
      />
      <Button
        look="outline"
        busy={busy}
        onClick={() => {
          setAsked(true);
          if (reason.trim() !== '' && !busy) onReason(reason.trim());
        }}
      >
        Check again with this reason
      </Button>
    </Alert>
  );
};
