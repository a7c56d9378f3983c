import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { mayDo } from '#shared/derive/access.ts';
import type { DisposalJob } from '#shared/model/disposal.ts';
import { useMay, useWho, useWords } from '#web/app/session.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { usePeople } from '#web/data/queries.ts';
import { changeRetention, disposalsQuery, type Retention } from '#web/data/retention.ts';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Select } from '#web/ui/inputs.tsx';
import { Alert, Loading, Tag } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';
import { keepRetention } from './holds.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

export const stateWords: Readonly<Record<DisposalJob['state'], string>> = {
  waiting: 'Waits for a decision',
  running: 'Under way',
  done: 'Done',
  failed: 'Stopped',
  declined: 'Declined',
};
const tones = { waiting: 'warn', running: 'info', done: 'good', failed: 'bad', declined: 'plain' } as const;

export const StateTag = ({ state }: Pick<DisposalJob, 'state'>) => <Tag tone={tones[state]}>{stateWords[state]}</Tag>;

const List = () => {
  const { zone } = useWords();
  const { data, error } = useQuery(disposalsQuery);
  if (error)
    return (
      <Alert tone="error">
        <p>{sentenceOf(error)}</p>
      </Alert>
    );
  if (data === undefined) return <Loading />;
  if (data.items.length === 0) return <p className="none">Nothing has been proposed so far.</p>;
  return (
    <ul className="entries">
      {data.items.map(({ id, state, count, createdAt }) => (
        <li key={id} className="entry">
          <p>
            <Link to="/retention/$disposalId" params={{ disposalId: id }}>
              {count} {count === 1 ? 'record' : 'records'}, proposed {momentText(createdAt, zone)}
            </Link>{' '}
            <StateTag state={state} />
          </p>
        </li>
      ))}
    </ul>
  );
};

const Name = ({ retention, onClose }: { readonly retention: Retention; readonly onClose: () => void }) => {
  const people = usePeople().filter(({ role, active }) => active && mayDo(role, 'decideDisposals'));
  const [chosen, choose] = useState(retention.disposer ?? people[0]?.id ?? '');
  return (
    <ReasonDialog
      title="Name who decides on disposals"
      button="Save"
      send={(reason) => changeRetention(retention.version, { disposer: chosen, reason })}
      onDone={(saved) => {
        keepRetention(saved);
        onClose();
      }}
      onClose={onClose}
    >
      <Select
        id="disposer"
        label="Person"
        required
        value={chosen}
        onChange={choose}
        options={people.map(({ id, name }) => ({ value: id, label: name }))}
      />
    </ReasonDialog>
  );
};

export const Disposals = ({ retention }: { readonly retention: Retention }) => {
  const { role } = useWho();
  const may = useMay();
  const { person } = useWords();
  const [naming, setNaming] = useState(false);
  const { disposer } = retention;
  return (
    <Panel
      title="Disposal"
      actions={
        may.do('changeRetention') && (
          <Button look="outline" onClick={() => setNaming(true)}>
            Name a person
          </Button>
        )
      }
    >
      {disposer === undefined ? (
        <p>Nobody is named to decide on disposals, so nothing is proposed and everything is kept.</p>
      ) : (
        <p>
          Records that are due are proposed to <strong>{person(disposer) ?? 'someone no longer listed'}</strong>, who
          decides. Nothing is disposed of by itself.
        </p>
      )}
      {mayDo(role, 'decideDisposals') && <List />}
      {naming && <Name retention={retention} onClose={() => setNaming(false)} />}
    </Panel>
  );
};
