import { getRouteApi, useNavigate, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { v7 } from 'uuid';
import { allowed } from '#shared/derive/access.ts';
import type { AnyRecordType, Values } from '#shared/model/record.ts';
import { ClosedToChanges } from '#web/app/closing-banner.tsx';
import { useSession, useWho } from '#web/app/session.ts';
import { mirrorOf } from '#web/data/mirrors.ts';
import { noteSaved } from '#web/data/queries.ts';
import { createRecord } from '#web/data/records.ts';
import { recordNamed } from '#shared/records/index.ts';
import { Alert } from '#web/ui/messages.tsx';
import { PageHeading } from '#web/ui/page.tsx';
import { sayNext } from '#web/ui/said.tsx';
import { firstValues, type FormInputs } from './form-values.ts';
import type { ListSearch } from './list-search.ts';
import { RecordForm } from './record-form.tsx';

const route = getRouteApi('/shell/$list/new');

const savedSentences: Readonly<Record<string, string>> = {
  inspection: 'Inspection saved. Add findings and photos now, or later.',
  finding: 'Finding saved. Add a photo of it here, or go on with the next finding.',
};
const savedSentence = ({ name, label }: AnyRecordType) => savedSentences[name] ?? `${label.one} saved.`;

const Fresh = ({ record, given }: { readonly record: AnyRecordType; readonly given: ListSearch }) => {
  const { member } = useSession();
  const navigate = useNavigate();
  const router = useRouter();
  // Made once: sending the same form again, after a lost answer, makes the same record.
  const [id] = useState(() => v7());
  const [values] = useState(() => firstValues(record, given, new Date().toISOString(), member.id));
  const save = async (answers: Values, _inputs: FormInputs, reason?: string) => {
    const item = await createRecord(record, id, answers, reason);
    await noteSaved(record, item);
    sayNext(savedSentence(record));
    const tasks = recordNamed('task');
    if (record.name === 'finding' && tasks) void mirrorOf(tasks).refresh();
    await navigate({
      to: '/$list/$recordId',
      params: { list: record.path, recordId: id },
      replace: true,
    });
  };
  return (
    <RecordForm
      record={record}
      values={values}
      button={`Save ${record.label.one.toLowerCase()}`}
      save={save}
      onCancel={() =>
        router.history.canGoBack()
          ? router.history.back()
          : void navigate({ to: '/$list', params: { list: record.path } })
      }
    />
  );
};

const Refused = ({ managed }: { readonly managed: boolean }) =>
  managed ? (
    <Alert tone="info" title="Files are not added here">
      <p>Add a photo or document on the page of the record that it belongs to.</p>
    </Alert>
  ) : (
    <Alert tone="warning" title="Your role does not allow this">
      <p>Ask a coordinator or an administrator of your agency.</p>
    </Alert>
  );

export const NewRecord = () => {
  const { record } = route.useRouteContext();
  const given = route.useSearch();
  const { role, closing } = useWho();
  const may = allowed(record, role, 'create') && !record.managed;
  return (
    <>
      <PageHeading
        title={record.name === 'inspection' ? 'Start inspection' : `New ${record.label.one.toLowerCase()}`}
        within={record.label.many}
      />
      {!may ? (
        <Refused managed={record.managed === true} />
      ) : closing ? (
        <ClosedToChanges />
      ) : (
        <Fresh record={record} given={given} />
      )}
    </>
  );
};
