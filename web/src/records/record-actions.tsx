import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import type { AnyRecordType, Stored } from '#shared/model/record.ts';
import { useMay, useWho } from '#web/app/session.ts';
import { buttonClass, Button } from '#web/ui/button.tsx';
import { Icon } from '#web/ui/icon.tsx';
import { useAmends } from './amends.ts';
import { AddLink } from './related.tsx';
import { firstRelation } from './relations.ts';
import { VerbDialog } from './verb-dialog.tsx';
import { whyNoChange } from './why-no-change.ts';

/** What may be done from here, in the order of how often it is. */
export const RecordActions = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => {
  const who = useWho();
  const may = useMay();
  const [verb, setVerb] = useState<'archive' | 'restore'>();
  const archived = item.archivedAt !== undefined;
  const noun = record.label.one.toLowerCase();
  const first = firstRelation(record);
  const amends = useAmends(record, item.values);
  return (
    <>
      {record.name === 'finding' && typeof item.values.inspection === 'string' && (
        <AddLink
          record={record}
          field="inspection"
          item={item}
          on={item.values.inspection}
          label="Add another finding"
          look="outline"
        />
      )}
      {first && <AddLink {...first} item={item} look="primary" />}
      {whyNoChange(record, who, item) === undefined && (
        <Link
          to="/$list/$recordId/edit"
          params={{ list: record.path, recordId: item.id }}
          className={buttonClass('outline')}
        >
          <Icon name="edit" />
          <span>{amends === undefined ? 'Edit' : 'Amend'}</span>
        </Link>
      )}
      {may.act(record, 'archive') && (
        <Button
          look="quiet"
          icon={archived ? 'restore' : 'archive'}
          onClick={() => setVerb(archived ? 'restore' : 'archive')}
        >
          {archived ? 'Restore' : 'Archive'}
        </Button>
      )}
      <span className="wide-only">
        <Button look="quiet" icon="print" onClick={() => print()}>
          Print
        </Button>
      </span>
      {verb === 'archive' && (
        <VerbDialog
          record={record}
          item={item}
          verb="archive"
          title={`Archive this ${noun}?`}
          about={`It leaves the lists and counts. It is kept, with its history, and can be restored.`}
          ask={{ name: 'reason', label: 'Reason', required: true }}
          button="Archive"
          onClose={() => setVerb(undefined)}
        />
      )}
      {verb === 'restore' && (
        <VerbDialog
          record={record}
          item={item}
          verb="restore"
          title={`Restore this ${noun}?`}
          about="It comes back to the lists and counts."
          ask={{ name: 'reason', label: 'Reason', required: amends !== undefined }}
          button="Restore"
          onClose={() => setVerb(undefined)}
        />
      )}
    </>
  );
};
