import { useQuery } from '@tanstack/react-query';
import { useWords } from '#web/app/session.ts';
import { retentionQuery, type Retention } from '#web/data/retention.ts';
import { momentText } from '#web/fields/text.ts';
import { Fetched } from '#web/ui/fetched.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { Classes } from './classes.tsx';
import { Disposals } from './disposals.tsx';
import { Holds } from './holds.tsx';

const Log = ({ log }: Pick<Retention, 'log'>) => {
  const { zone, person } = useWords();
  if (log.length === 0) return null;
  return (
    <Panel title="Changes to these rules">
      <ul className="entries">
        {log.toReversed().map(({ at, by, what, reason }) => (
          <li key={at} className="entry">
            <p>
              {what}
              <br />
              {reason}
              <br />
              <span className="help">
                {momentText(at, zone)} by {person(by) ?? 'someone no longer listed'}
              </span>
            </p>
          </li>
        ))}
      </ul>
    </Panel>
  );
};

export const RetentionScreen = () => {
  const query = useQuery(retentionQuery);
  return (
    <>
      <PageHeading title="Retention" />
      <Fetched of={query}>
        {(data) => (
          <>
            <Disposals retention={data} />
            <Holds retention={data} />
            <Classes retention={data} />
            <Log log={data.log} />
          </>
        )}
      </Fetched>
    </>
  );
};
