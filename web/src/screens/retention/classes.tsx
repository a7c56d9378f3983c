import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { triggerLabels, triggers, type Trigger } from '#shared/permit/retention-classes.ts';
import { recordNamed } from '#shared/records/index.ts';
import { useMay } from '#web/app/session.ts';
import { changeRetention, type Retention, type ShownClass } from '#web/data/retention.ts';
import { dateText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Select, TextInput } from '#web/ui/inputs.tsx';
import { Panel } from '#web/ui/page.tsx';
import { keepRetention } from './holds.tsx';
import { dayText } from './permit-days.ts';
import { ReasonDialog } from './reason-dialog.tsx';

const triggerOptions = triggers.map((value) => ({ value, label: triggerLabels[value] }));

const Edit = ({
  retention,
  edited,
  onClose,
}: {
  readonly retention: Retention;
  readonly edited: ShownClass;
  readonly onClose: () => void;
}) => {
  const [years, setYears] = useState(String(edited.years));
  const [trigger, setTrigger] = useState<string>(edited.trigger);
  return (
    <ReasonDialog
      title={`Keep ${edited.label.toLowerCase()}`}
      button="Save"
      send={(reason) =>
        changeRetention(retention.version, {
          classes: { [edited.name]: { years: Number(years), trigger: trigger as Trigger } },
          reason,
        })
      }
      onDone={(saved) => {
        keepRetention(saved);
        onClose();
      }}
      onClose={onClose}
    >
      <TextInput
        id="class-years"
        label="Keep for"
        unit="years"
        required
        help={`At least ${edited.floor}; the default is ${edited.usual.years}.`}
        value={years}
        onChange={setYears}
        native={{ inputMode: 'numeric' }}
      />
      <Select
        id="class-trigger"
        label="Counted from"
        required
        value={trigger}
        onChange={setTrigger}
        options={triggerOptions}
      />
    </ReasonDialog>
  );
};

/** What the class holds, where its own name does not say it already. */
const namesOf = ({ label, recordTypes }: ShownClass): string => {
  const names = recordTypes.map((name) => recordNamed(name)?.label.many ?? name).join(', ');
  return names === label ? '' : `${names}. `;
};

export const Classes = ({ retention }: { readonly retention: Retention }) => {
  const may = useMay();
  const [edited, edit] = useState<ShownClass>();
  return (
    <Panel title="How long records are kept">
      <p>Files are kept as long as the record they belong to. What is still open is never due.</p>
      <p>
        Permit years begin on {dayText(retention.permitYearStart)}.{' '}
        {retention.termEnds.length === 0
          ? 'No permit term is set: what is kept by permit term is never due.'
          : `Permit terms end on ${retention.termEnds.map(dateText).join('; ')}.`}{' '}
        {may.do('changeSettings') && <Link to="/settings">Change it in Settings</Link>}
      </p>
      <ul className="entries">
        {retention.classes.map((one) => (
          <li key={one.name} className="entry">
            <p>
              <strong>{one.label}</strong>: each is kept for {one.years} {one.years === 1 ? 'year' : 'years'} from{' '}
              {triggerLabels[one.trigger]}
              <br />
              <span className="help">
                {namesOf(one)}
                {one.source}
              </span>
            </p>
            {may.do('changeRetention') && (
              <Button look="outline" onClick={() => edit(one)}>
                Change<span className="hidden-text"> {one.label}</span>
              </Button>
            )}
          </li>
        ))}
      </ul>
      {edited && <Edit retention={retention} edited={edited} onClose={() => edit(undefined)} />}
    </Panel>
  );
};
