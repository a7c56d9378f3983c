import { useState } from 'react';
import { v7 } from 'uuid';
import { allRecords, type RecordName } from '#shared/records/index.ts';
import { activeHolds, type Hold, type HoldScope } from '#shared/permit/retention.ts';
import { useMay, useWords } from '#web/app/session.ts';
import { queryClient } from '#web/data/queries.ts';
import { liftHold, placeHold, retentionQuery, type Retention } from '#web/data/retention.ts';
import { RecordLink } from '#web/fields/record-link.tsx';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { Tag } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { ReasonDialog } from './reason-dialog.tsx';
import { scopeText } from './scope-text.ts';

export const keepRetention = (saved: Retention) => queryClient.setQueryData(retentionQuery.queryKey, saved);

const scopeOptions = [
  { value: 'all', label: 'Everything' },
  ...allRecords.map(({ name, label }) => ({ value: name, label: `All ${label.many.toLowerCase()}` })),
];
const scopeOf = (value: string): HoldScope =>
  value === 'all' ? { kind: 'all' } : { kind: 'type', type: value as RecordName };

/** `scope`: the record that the hold is placed on; without it, the person chooses. */
export const PlaceHold = ({ scope, onClose }: { readonly scope?: HoldScope; readonly onClose: () => void }) => {
  const [chosen, choose] = useState('all');
  const [id] = useState(() => v7());
  return (
    <ReasonDialog
      title="Place a legal hold"
      button="Place hold"
      send={(reason) => placeHold({ id, scope: scope ?? scopeOf(chosen), reason })}
      onDone={(saved) => {
        keepRetention(saved);
        onClose();
      }}
      onClose={onClose}
    >
      {scope === undefined ? (
        <Select id="hold-scope" label="What is kept" required value={chosen} onChange={choose} options={scopeOptions} />
      ) : (
        <p>This record and all that belongs to it is kept until an administrator lifts the hold.</p>
      )}
    </ReasonDialog>
  );
};

const One = ({ hold, onLift }: { readonly hold: Hold; readonly onLift?: (() => void) | undefined }) => {
  const { zone, person } = useWords();
  const name = (id: string) => person(id) ?? 'someone no longer listed';
  return (
    <li className="entry">
      <p>
        <strong>{scopeText(hold.scope)}</strong>
        {hold.scope.kind === 'record' && (
          <>
            : <RecordLink to={hold.scope.type} id={hold.scope.id} />
          </>
        )}{' '}
        {hold.lifted ? <Tag>Lifted</Tag> : <Tag tone="warn">On hold</Tag>}
        <br />
        {hold.reason}
        <br />
        <span className="help">
          Placed {momentText(hold.at, zone)} by {name(hold.by)}.
          {hold.lifted &&
            ` Lifted ${momentText(hold.lifted.at, zone)} by ${name(hold.lifted.by)}: ${hold.lifted.reason}`}
        </span>
      </p>
      {onLift && (
        <Button look="outline" onClick={onLift}>
          Lift hold<span className="hidden-text"> on {scopeText(hold.scope)}</span>
        </Button>
      )}
    </li>
  );
};

export const Holds = ({ retention }: { readonly retention: Retention }) => {
  const may = useMay();
  const [placing, setPlacing] = useState(false);
  const [lifting, lift] = useState<Hold>();
  const active = activeHolds({ holds: [...retention.holds] });
  const shown = [...active, ...retention.holds.filter(({ lifted }) => lifted !== undefined)];
  return (
    <Panel
      title="Legal holds"
      actions={
        may.do('placeHolds') && (
          <Button look="outline" onClick={() => setPlacing(true)}>
            Place a legal hold
          </Button>
        )
      }
    >
      <p>
        What is on hold is not disposed of, however old it is. A hold on one record, such as a site, is placed on the
        page of that record.
      </p>
      {shown.length === 0 && <p className="none">There are no legal holds.</p>}
      <ul className="entries">
        {shown.map((hold) => (
          <One
            key={hold.id}
            hold={hold}
            onLift={may.do('liftHolds') && hold.lifted === undefined ? () => lift(hold) : undefined}
          />
        ))}
      </ul>
      {placing && <PlaceHold onClose={() => setPlacing(false)} />}
      {lifting && (
        <ReasonDialog
          title="Lift a legal hold"
          button="Lift hold"
          danger
          send={(reason) => liftHold(lifting.id, reason)}
          onDone={(saved) => {
            keepRetention(saved);
            lift(undefined);
          }}
          onClose={() => lift(undefined)}
        >
          <p>What it kept may then be proposed for disposal once it is due.</p>
        </ReasonDialog>
      )}
    </Panel>
  );
};
