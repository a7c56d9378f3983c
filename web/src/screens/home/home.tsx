import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { records } from '#shared/records/index.ts';
import { useMay, useSession, useToday } from '#web/app/session.ts';
import { mirrorOf, useMirror } from '#web/data/mirrors.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { newestQuery } from '#web/data/queries.ts';
import { longDateText } from '#web/fields/text.ts';
import { Button, buttonClass } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { DisposalsWaiting } from './disposals-waiting.tsx';
import { InspectionLines } from './inspections.tsx';
import { isMine, isNobodys, lengthOf, queueOf } from './queue.ts';
import { Counter, TaskPanel } from './tasks.tsx';

const QuickActions = () => {
  const may = useMay();
  return (
    <div className="quick">
      {may.act(records.inspection, 'create') && (
        <Link to="/$list/new" params={{ list: records.inspection.path }} className={buttonClass()}>
          <Icon name="add" />
          <span>Start inspection</span>
        </Link>
      )}
      <Link to="/$list" params={{ list: records.structure.path }} className={buttonClass('outline')}>
        <Icon name="search" />
        <span>Find a structure</span>
      </Link>
      <Link to="/map" className={buttonClass('outline')}>
        <Icon name="map" />
        <span>Open the map</span>
      </Link>
    </div>
  );
};

/** Inspectors see their own work first; everyone else sees the team's. Work without a person is visible to all. */
const Work = () => {
  const { member } = useSession();
  const today = useToday();
  const { rows, phase, error } = useMirror(records.task);
  if (error !== undefined && phase !== 'ready')
    return (
      <Alert tone="error" title="The tasks could not be loaded">
        <p>{sentenceOf(error)}</p>
        <Button look="outline" onClick={() => void mirrorOf(records.task).refresh()}>
          Try again
        </Button>
      </Alert>
    );
  if (phase !== 'ready') return <Loading>Loading the tasks…</Loading>;
  const team = queueOf(rows, today);
  const mine = queueOf(rows.filter(isMine(member.id)), today);
  const nobodys = queueOf(rows.filter(isNobodys), today);
  const own = member.role === 'inspector';
  const counted = own ? mine : team;
  const whose = own ? { assignee: 'me' } : {};
  return (
    <>
      <ul className="counters" aria-label={own ? 'Your open tasks' : 'Open tasks of the team'}>
        <Counter
          label={own ? 'Yours overdue' : 'Overdue'}
          value={counted.overdue.length}
          search={{ dueOn: 'past', ...whose }}
          tone="bad"
        />
        <Counter
          label={own ? 'Yours due in 7 days' : 'Due in 7 days'}
          value={counted.soon.length}
          search={{ dueOn: 'soon', ...whose }}
        />
        <Counter label="Nobody assigned" value={lengthOf(nobodys)} search={{ assignee: 'none' }} tone="warn" />
        <Counter label="All open" value={lengthOf(team)} search={{}} />
      </ul>
      {own && (
        <TaskPanel
          title="Your tasks"
          queue={mine}
          search={{ assignee: 'me' }}
          none="Nothing is assigned to you. Well done, or have a look at what nobody has taken on."
        />
      )}
      <TaskPanel
        title={own ? 'Tasks nobody has taken on' : 'Tasks of the team'}
        queue={own ? nobodys : team}
        search={own ? { assignee: 'none' } : {}}
        none="Nothing is open."
      />
    </>
  );
};

const Recent = () => {
  const { data, error, isPending } = useQuery(newestQuery(records.inspection, 8));
  const items = data?.items ?? [];
  return (
    <Panel title="Recent inspections">
      {error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : isPending ? (
        <Loading />
      ) : items.length === 0 ? (
        <p className="none">No inspections yet.</p>
      ) : (
        <InspectionLines items={items} />
      )}
      <p>
        <Link to="/$list" params={{ list: records.inspection.path }}>
          All inspections
        </Link>
      </p>
    </Panel>
  );
};

export const Home = () => {
  const { tenant } = useSession();
  return (
    <>
      <PageHeading title="Today" within={tenant.name}>
        <QuickActions />
      </PageHeading>
      <p className="help">{longDateText(useToday())}</p>
      <DisposalsWaiting />
      <div className="home">
        <div>
          <Work />
        </div>
        <Recent />
      </div>
    </>
  );
};
