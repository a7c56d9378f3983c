import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { AnyRecordType } from '#shared/model/record.ts';
import { roleLabels, type ActorRole } from '#shared/model/role.ts';
import { verbText } from '#shared/model/verb.ts';
import { useWords } from '#web/app/session.ts';
import { entryQuery, type ChainState, type ListedEntry, type WholeEntry } from '#web/data/audit.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { momentText } from '#web/fields/text.ts';
import { ChangeTable } from '#web/records/change-table.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';

const report = 'Tell whoever runs Stormledger for you: they can verify the whole audit trail.';
const chains: Readonly<Record<ChainState, { tone: 'success' | 'info' | 'error'; text: string }>> = {
  whole: { tone: 'success', text: 'This entry is as it was written, and it follows the one before it.' },
  unchained: { tone: 'info', text: 'This entry is from before entries were sealed, so nothing proves it unaltered.' },
  altered: { tone: 'error', text: `This entry was altered after it was written. ${report}` },
  unlinked: { tone: 'error', text: `This entry does not follow the one before it. ${report}` },
};

const sources: Readonly<Record<string, string>> = { web: 'On the site', import: 'Import', system: 'The system itself' };
const roleText = (role: ActorRole) => (role === 'system' ? 'System' : roleLabels[role]);

const Fact = ({
  label,
  wide,
  children,
}: {
  readonly label: string;
  readonly wide?: true;
  readonly children: ReactNode;
}) => (
  <div className={wide ? 'fact fact-wide' : 'fact'}>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

export const usePersonText = () => {
  const { person } = useWords();
  return ({ role, by }: Pick<ListedEntry, 'role' | 'by'>) =>
    role === 'system' ? 'The system' : (person(by) ?? 'Someone no longer listed');
};

const Whole = ({ record, entry }: { readonly record: AnyRecordType; readonly entry: WholeEntry }) => {
  const { zone } = useWords();
  const personText = usePersonText();
  const chain = chains[entry.chain];
  return (
    <>
      <dl className="facts">
        <Fact label="What">{verbText(entry.verb)}</Fact>
        <Fact label="When">
          {momentText(entry.at, zone)} <span className="help">({entry.at})</span>
        </Fact>
        <Fact label="Person">{personText(entry)}</Fact>
        <Fact label="Role at the time">{roleText(entry.role)}</Fact>
        <Fact label="Source">{sources[entry.source] ?? entry.source}</Fact>
        <Fact label="Version">{entry.version}</Fact>
        {entry.reason !== undefined && (
          <Fact label="Reason" wide>
            <span className="long-text">{entry.reason}</span>
          </Fact>
        )}
        <Fact label="Request" wide>
          <code className="hash">{entry.requestId}</code>
        </Fact>
      </dl>
      {entry.late && (
        <Alert tone="warning">
          <p>This change came after its version had been marked as a gap. Both are kept.</p>
        </Alert>
      )}
      {entry.rebuilt && (
        <Alert tone="warning">
          <p>The change itself could not be read. This was put together from the version after it.</p>
        </Alert>
      )}
      {entry.changes.length === 0 ? (
        <p className="none">No field has another value than before.</p>
      ) : (
        <ChangeTable record={record} changes={entry.changes} first={entry.verb === 'create'} />
      )}
      <Alert tone={chain.tone}>
        <p>{chain.text}</p>
      </Alert>
    </>
  );
};

interface EntryProps {
  readonly record: AnyRecordType;
  readonly title: string;
  readonly listed: ListedEntry;
  readonly onClose: () => void;
}

/** One entry with what was there before and after. */
export const Entry = ({ record, title, listed, onClose }: EntryProps) => {
  const { data, error } = useQuery(entryQuery(listed));
  return (
    <Dialog title={title} onClose={onClose} wide>
      {error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : data ? (
        <Whole record={record} entry={data} />
      ) : (
        <Loading />
      )}
      <p>
        <Link to="/$list/$recordId" params={{ list: record.path, recordId: listed.id }}>
          Open the {record.label.one.toLowerCase()}
        </Link>
      </p>
    </Dialog>
  );
};
