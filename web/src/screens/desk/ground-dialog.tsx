import { useId, useState, type ReactNode, type SubmitEvent } from 'react';
import { sentenceOf } from '#web/data/problem.ts';
import { FormActions } from '#web/ui/form-actions.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextArea, TextInput } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';

export interface Ground {
  readonly exemption: { readonly code: string; readonly citation: string };
  readonly reason: string;
}

interface GroundProps {
  readonly title: string;
  readonly about: ReactNode;
  readonly first: { readonly code: string; readonly citation: string; readonly reason: string };
  /** Asks for words as well, beginning with these. */
  readonly words?: string;
  readonly button?: string;
  readonly save: (ground: Ground, words: string) => Promise<unknown>;
  readonly onClose: () => void;
}

const help = {
  words: 'They are removed wherever they stand in the copy, whatever the case. At least 2 characters.',
  code: 'Stands at the place of the deletion.',
  citation: 'Stands in the redaction log.',
  reason: 'How the exemption applies here. Do not repeat what is removed.',
};

/** Every deletion rests on an exemption and says why. */
export const GroundDialog = ({ title, about, first, words, button, save, onClose }: GroundProps) => {
  const id = useId();
  const [answers, setAnswers] = useState({ words: words ?? '', ...first });
  const [tried, setTried] = useState(false);
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const names = ['words', 'code', 'citation', 'reason'] as const;
  type Name = (typeof names)[number];
  const wrong = (name: Name) => {
    const text = answers[name].trim();
    if (name === 'words') return words !== undefined && text.length < 2 ? 'Write at least 2 characters.' : undefined;
    return text === '' ? 'This needs an answer.' : undefined;
  };
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    setTried(true);
    const first = names.find((name) => wrong(name) !== undefined);
    if (first) document.getElementById(`${id}-${first}`)?.focus();
    if (first || busy) return;
    setBusy(true);
    const { code, citation, reason } = answers;
    save({ exemption: { code: code.trim(), citation: citation.trim() }, reason: reason.trim() }, answers.words.trim())
      .then(onClose, setFailure)
      .finally(() => setBusy(false));
  };
  const field = (name: Name, label: string) => ({
    id: `${id}-${name}`,
    label,
    help: help[name],
    required: true,
    error: tried ? wrong(name) : undefined,
    value: answers[name],
    onChange: (value: string) => setAnswers((before) => ({ ...before, [name]: value })),
  });
  return (
    <Dialog title={title} onClose={onClose}>
      <form noValidate onSubmit={submit}>
        {about}
        {failure !== undefined && (
          <Alert tone="error">
            <p>{sentenceOf(failure)}</p>
          </Alert>
        )}
        {words !== undefined && <TextInput {...field('words', 'Words to remove')} native={{ maxLength: 200 }} />}
        <TextInput {...field('code', 'Exemption')} native={{ maxLength: 40 }} />
        <TextInput {...field('citation', 'Citation')} native={{ maxLength: 200 }} />
        <TextArea {...field('reason', 'Reason')} maxLength={400} />
        <FormActions label={button ?? 'Remove it from the copy'} busy={busy} onCancel={onClose} />
      </form>
    </Dialog>
  );
};
