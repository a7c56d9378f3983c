import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { AnyRecordType, Stored, Values } from '#shared/model/record.ts';
import { useSession, useWho, useWords } from '#web/app/session.ts';
import { isCode, sentenceOf } from '#web/data/problem.ts';
import { noteSaved, queryClient, recordQuery } from '#web/data/queries.ts';
import { changeRecord, getRecord } from '#web/data/records.ts';
import { titleOf } from '#web/fields/title.ts';
import { Alert, Loading } from '#web/ui/messages.tsx';
import { PageHeading } from '#web/ui/page.tsx';
import { sayNext } from '#web/ui/said.tsx';
import { Conflict } from './conflict.tsx';
import { changedValues, toInputs, type FormInputs } from './form-values.ts';
import { RecordForm } from './record-form.tsx';
import { whyNoChange } from './why-no-change.ts';

const route = getRouteApi('/shell/$list/$recordId/edit');

interface Clash {
  /** As it was when this person opened it, and as it is now. */
  readonly opened: Stored;
  readonly current: Stored;
  readonly mine: Values;
  readonly reason: string | undefined;
  /** The save that is waiting for a decision. */
  readonly settle: { readonly done: () => void; readonly fail: () => void };
}

const Editing = ({ record, item }: { readonly record: AnyRecordType; readonly item: Stored }) => {
  const navigate = useNavigate();
  const { timeZone } = useSession().tenant;
  // What was on the screen when the person began stays the base of the change, whatever a refetch brings.
  const [opened] = useState(item);
  const [clash, setClash] = useState<Clash>();
  const back = () =>
    navigate({ to: '/$list/$recordId', params: { list: record.path, recordId: item.id }, replace: true });

  const send = async (version: number, change: Values, reason?: string) => {
    if (Object.keys(change).length > 0) {
      await noteSaved(record, await changeRecord(record, item.id, version, change, reason));
      sayNext('Changes saved.');
    }
    await back();
  };
  const decide = async (mine: Values, reason: string | undefined, error: unknown) => {
    const current = await getRecord(record, item.id);
    queryClient.setQueryData(recordQuery(record, item.id).queryKey, current);
    await new Promise<void>((done, reject) => {
      const fail = () => reject(error instanceof Error ? error : new Error('stale'));
      setClash({ opened, current, mine, reason, settle: { done, fail } });
    });
  };
  const save = async (values: Values, inputs: FormInputs, reason?: string) => {
    const before = { inputs: toInputs(record, opened.values, timeZone), values: opened.values };
    const mine = changedValues(record, before, inputs, values);
    try {
      await send(opened.version, mine, reason);
    } catch (error) {
      if (!isCode(error, 'stale')) throw error;
      await decide(mine, reason, error);
    }
  };
  return (
    <>
      <RecordForm
        record={record}
        values={opened.values}
        current={item.values}
        button="Save changes"
        save={save}
        onCancel={() => void back()}
      />
      {clash && (
        <Conflict
          record={record}
          {...clash}
          onSave={async (change) => {
            await send(clash.current.version, change, clash.reason);
            clash.settle.done();
          }}
          onClose={() => {
            setClash(undefined);
            clash.settle.fail();
          }}
        />
      )}
    </>
  );
};

export const EditRecord = () => {
  const { record } = route.useRouteContext();
  const { recordId } = route.useParams();
  const who = useWho();
  const words = useWords();
  const { data: item, error } = useQuery({ ...recordQuery(record, recordId), refetchOnWindowFocus: false });
  const why = item && whyNoChange(record, who, item);
  return (
    <>
      <PageHeading
        title={item ? `Edit ${titleOf(record, item.values, words)}` : `Edit ${record.label.one.toLowerCase()}`}
        within={record.label.many}
      />
      {why !== undefined ? (
        <Alert tone="warning" title="This cannot be edited">
          <p>{why}</p>
          <Link to="/$list/$recordId" params={{ list: record.path, recordId }}>
            Back to the {record.label.one.toLowerCase()}
          </Link>
        </Alert>
      ) : item ? (
        <Editing key={item.id} record={record} item={item} />
      ) : error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : (
        <Loading />
      )}
    </>
  );
};
