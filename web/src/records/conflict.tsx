import { useState } from 'react';
import { diff } from '#shared/derive/diff.ts';
import { fieldsOf, type AnyRecordType, type Stored, type Values } from '#shared/model/record.ts';
import { useWords } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { momentText, textOf } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { RadioTiles } from '#web/ui/inputs.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { clashingFields } from './clash.ts';

interface ConflictProps {
  readonly record: AnyRecordType;
  readonly opened: Stored;
  readonly current: Stored;
  readonly mine: Values;
  readonly onSave: (change: Values) => Promise<void>;
  readonly onClose: () => void;
}

/** Nobody's answers are thrown away unseen: what the other person changed is shown, and each clash is decided here. */
export const Conflict = ({ record, opened, current, mine, onSave, onClose }: ConflictProps) => {
  const words = useWords();
  const theirs = diff(record, opened.values, current.values);
  const clashes = clashingFields(record, opened.values, current.values, mine);
  const [kept, setKept] = useState<Readonly<Record<string, string>>>({});
  const [failure, setFailure] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const say = (name: string, value: unknown) => {
    const field = fieldsOf(record)[name];
    return (field && textOf(field, value, words)) || 'empty';
  };
  const undecided = clashes.some((name) => kept[name] === undefined);
  const save = () => {
    if (undecided || busy) return;
    setBusy(true);
    const change = Object.fromEntries(Object.entries(mine).filter(([name]) => kept[name] !== 'theirs'));
    onSave(change)
      .catch(setFailure)
      .finally(() => setBusy(false));
  };
  const others = theirs.filter(({ field }) => !clashes.includes(field));
  return (
    <Dialog title="Someone else changed this record" onClose={onClose} wide>
      <p>
        {words.person(current.updatedBy) ?? 'Someone'} saved changes on {momentText(current.updatedAt, words.zone)},
        after you opened the form. Your answers are still here.
      </p>
      {others.length > 0 && (
        <>
          <h3>Their changes, which stay</h3>
          <ul>
            {others.map(({ field, before, after }) => (
              <li key={field}>
                {fieldsOf(record)[field]?.label}: {say(field, before)} → <strong>{say(field, after)}</strong>
              </li>
            ))}
          </ul>
        </>
      )}
      {clashes.map((name) => (
        <RadioTiles
          key={name}
          id={`clash-${name}`}
          label={`${fieldsOf(record)[name]?.label ?? name}: which one is right?`}
          required
          options={[
            { value: 'mine', label: `Mine: ${say(name, mine[name])}` },
            { value: 'theirs', label: `Theirs: ${say(name, current.values[name])}` },
          ]}
          value={kept[name] ?? ''}
          onChange={(value) => setKept({ ...kept, [name]: value })}
        />
      ))}
      {failure !== undefined && (
        <Alert tone="error">
          <p>{sentenceOf(failure)}</p>
        </Alert>
      )}
      {undecided && <p className="help">Choose for each field, then save.</p>}
      <div className="actions">
        <Button busy={busy || undecided} onClick={save}>
          Save
        </Button>
        <Button look="quiet" onClick={onClose}>
          Back to the form
        </Button>
      </div>
    </Dialog>
  );
};
