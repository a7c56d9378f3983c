import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { DisposalRow, KeptRow } from '#shared/model/disposal.ts';
import { recordNamed } from '#shared/records/index.ts';
import { ClosedToChanges } from '#web/app/closing-banner.tsx';
import { useWho } from '#web/app/session.ts';
import { disposalQuery, retentionQuery, type OneDisposal } from '#web/data/retention.ts';
import { RecordLink } from '#web/fields/record-link.tsx';
import { dateText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, ProgressBar, Tag } from '#web/ui/messages.tsx';
import { Fetched } from '#web/ui/fetched.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { Certificate } from './certificate.tsx';
import { Deciding } from './deciding.tsx';
import { StateTag } from './disposals.tsx';
import { ReasonDialog } from './reason-dialog.tsx';

const route = getRouteApi('/shell/retention/$disposalId');

interface RowProps {
  readonly row: DisposalRow;
  readonly kept: KeptRow | undefined;
  readonly there: boolean;
  readonly onKeep?: (() => void) | undefined;
  readonly onUndo?: (() => void) | undefined;
}

const Row = ({ row, kept, there, onKeep, onUndo }: RowProps) => {
  const type = recordNamed(row.type)?.label.one ?? row.type;
  return (
    <li className="entry">
      <p>
        {type}: {there || kept ? <RecordLink to={row.type} id={row.id} /> : <span className="help">{row.id}</span>}{' '}
        {kept && <Tag>Kept</Tag>}
        <br />
        <span className="help">
          {kept
            ? kept.reason
            : `Due since ${dateText(row.on)}: ${row.years} years from ${dateText(row.from)}${row.with === undefined ? '' : ', with the record it belongs to'}`}
        </span>
      </p>
      {onKeep && (
        <Button look="outline" onClick={onKeep}>
          Keep<span className="hidden-text"> this {type.toLowerCase()}</span>
        </Button>
      )}
      {onUndo && (
        <Button look="quiet" onClick={onUndo}>
          Do not keep<span className="hidden-text"> this {type.toLowerCase()}</span>
        </Button>
      )}
    </li>
  );
};

const Whole = ({ disposal }: { readonly disposal: OneDisposal }) => {
  const { memberId: me, closing } = useWho();
  const { data: retention } = useQuery(retentionQuery);
  const [chosen, choose] = useState<readonly KeptRow[]>(disposal.decision?.excluded ?? []);
  const [keeping, keep] = useState<DisposalRow>();
  const open = disposal.state === 'waiting' || disposal.state === 'failed';
  const mine = retention?.disposer === me && open && !closing;
  const excluded = open ? chosen : [...(disposal.decision?.excluded ?? []), ...(disposal.kept ?? [])];
  const { done, total = 0 } = disposal.progress;
  return (
    <>
      <p>
        <StateTag state={disposal.state} />
      </p>
      {disposal.message && (
        <Alert tone="error">
          <p>{disposal.message}</p>
        </Alert>
      )}
      {disposal.decision?.reason && <p>Kept: {disposal.decision.reason}</p>}
      {disposal.state === 'running' && (
        <ProgressBar label="Disposing of records" share={total === 0 ? undefined : done / total} />
      )}
      <Certificate disposal={disposal} />
      {open && closing && <ClosedToChanges />}
      {open && retention !== undefined && !closing && !mine && (
        <p>The person named under Retention decides on this list. Nothing happens before.</p>
      )}
      {mine && (
        <Panel title="Your decision">
          <p>Look through the list. Keep what is still needed, and say why.</p>
          <Deciding disposal={disposal} excluded={chosen} />
        </Panel>
      )}
      <Panel title="Records on this list">
        <ul className="entries">
          {disposal.rows.map((row) => {
            const kept = excluded.find(({ id }) => id === row.id);
            return (
              <Row
                key={row.id}
                row={row}
                kept={kept}
                there={disposal.state !== 'done'}
                onKeep={mine && !kept ? () => keep(row) : undefined}
                onUndo={mine && kept ? () => choose(chosen.filter(({ id }) => id !== row.id)) : undefined}
              />
            );
          })}
        </ul>
      </Panel>
      {keeping && (
        <ReasonDialog
          title="Keep this record"
          button="Keep it"
          send={(reason) => Promise.resolve(reason)}
          onDone={(reason) => {
            choose([...chosen, { id: keeping.id, reason }]);
            keep(undefined);
          }}
          onClose={() => keep(undefined)}
        >
          <p>It is not proposed again for a year. What it belongs to is kept with it.</p>
        </ReasonDialog>
      )}
    </>
  );
};

export const DisposalScreen = () => {
  const { disposalId } = route.useParams();
  const query = useQuery(disposalQuery(disposalId));
  return (
    <>
      <PageHeading
        title="Disposal"
        within="Retention"
        above={
          <nav aria-label="Breadcrumb" className="crumbs">
            <Link to="/retention">Retention</Link>
          </nav>
        }
      />
      <Fetched of={query}>{(data) => <Whole key={data.id} disposal={data} />}</Fetched>
    </>
  );
};
