import { useId, useState, type SubmitEvent } from 'react';
import { FormActions } from '#web/ui/form-actions.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { ReasonField } from './reason-field.tsx';

interface FileReasonProps {
  /** Why this is an amendment, as a sentence. */
  readonly amends: string;
  readonly files: readonly File[];
  readonly onAdd: (reason: string) => void;
  readonly onClose: () => void;
}

/** Files on a record that is final are an amendment of it: asked for once, before any of them is sent. */
export const FileReason = ({ amends, files, onAdd, onClose }: FileReasonProps) => {
  const id = useId();
  const [reason, setReason] = useState('');
  const [wrong, setWrong] = useState<string>();
  const one = files.length === 1;
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    if (reason.trim() !== '') {
      onAdd(reason.trim());
      onClose();
      return;
    }
    setWrong('Say why it is changed afterwards.');
    document.getElementById(id)?.focus();
  };
  return (
    <Dialog title={one ? 'Add this file afterwards?' : `Add ${files.length} files afterwards?`} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        <p>
          {amends} What you add is kept as an amendment, with your reason: {files.map(({ name }) => name).join(', ')}.
        </p>
        <ReasonField id={id} amends value={reason} error={wrong} onChange={setReason} />
        <FormActions label={one ? 'Add file' : 'Add files'} onCancel={onClose} />
      </form>
    </Dialog>
  );
};
