import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type SubmitEvent } from 'react';
import { v7 } from 'uuid';
import { allowed, mayDo } from '#shared/derive/access.ts';
import { exportFormats, type ExportFormat } from '#shared/model/job.ts';
import { allRecords } from '#shared/records/index.ts';
import { useSession } from '#web/app/session.ts';
import { exportsQuery, makeExport } from '#web/data/jobs.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, ErrorSummary, Loading, type SummaryItem } from '#web/ui/messages.tsx';
import { PageHeading, Panel } from '#web/ui/page.tsx';
import { ProfileChoice } from '#web/screens/redaction/profile-choice.tsx';
import { CheckSet } from './check-set.tsx';
import { OneExport } from './one-export.tsx';
import { extras, formats } from './options.ts';
import { WholeAgency } from './whole-agency.tsx';

const NewExport = () => {
  const { role } = useSession().member;
  const readable = allRecords.filter((record) => allowed(record, role, 'read'));
  const [id, setId] = useState(() => v7());
  const [types, setTypes] = useState<readonly string[]>(readable.map(({ name }) => name));
  const [kinds, setKinds] = useState<readonly ExportFormat[]>(['csv']);
  const [along, setAlong] = useState<readonly string[]>([]);
  const [profile, setProfile] = useState('');
  const [attempt, setAttempt] = useState(0);
  const make = useMutation({
    mutationFn: makeExport,
    onSuccess: async () => {
      setId(v7());
      await queryClient.invalidateQueries(exportsQuery);
    },
  });
  const items: SummaryItem[] = [
    ...(types.length === 0
      ? [{ id: 'export-types', label: 'Records', message: 'Choose at least one kind of record.' }]
      : []),
    ...(kinds.length === 0 ? [{ id: 'export-formats', label: 'Formats', message: 'Choose at least one format.' }] : []),
  ];
  const shown = attempt === 0 ? [] : items;
  const submit = (e: SubmitEvent) => {
    e.preventDefault();
    setAttempt((n) => n + 1);
    if (items.length === 0 && !make.isPending)
      make.mutate({
        id,
        // A copy for the public never holds the profiles, which say what was removed.
        recordTypes: types.filter((name) => profile === '' || name !== 'redactionProfile'),
        formats: [...kinds],
        ...Object.fromEntries(along.map((name) => [name, true])),
        ...(profile === '' ? {} : { redaction: { profile } }),
      });
  };
  const errorOf = (key: string) => shown.find((item) => item.id === key)?.message;
  return (
    <form noValidate onSubmit={submit}>
      <ErrorSummary items={shown} attempt={attempt} />
      <CheckSet
        id="export-types"
        label="Records"
        error={errorOf('export-types')}
        options={readable.map(({ name, label }) => ({ value: name, label: label.many }))}
        chosen={types}
        onChange={setTypes}
      />
      <CheckSet
        id="export-formats"
        label="Formats"
        error={errorOf('export-formats')}
        options={formats}
        chosen={kinds}
        onChange={(chosen) => setKinds(exportFormats.filter((format) => chosen.includes(format)))}
      />
      <CheckSet id="export-along" label="Also include" options={extras} chosen={along} onChange={setAlong} />
      {mayDo(role, 'redactCopies') && <ProfileChoice value={profile} onChange={setProfile} />}
      {make.error && (
        <Alert tone="error" title="The export did not start">
          <p>{sentenceOf(make.error)}</p>
        </Alert>
      )}
      <Button type="submit" icon="export" busy={make.isPending}>
        Start export
      </Button>
    </form>
  );
};

export const ExportScreen = () => {
  const { data, error } = useQuery(exportsQuery);
  const { role } = useSession().member;
  const jobs = data?.items ?? [];
  return (
    <>
      <PageHeading title="Export" />
      <p>
        Everything your agency keeps, in open formats, at any time. A manifest says what is in it and proves that
        nothing was changed.
      </p>
      <Panel title="New export">
        <NewExport />
      </Panel>
      {mayDo(role, 'archiveAgency') && <WholeAgency />}
      <Panel title="Exports">
        {error ? (
          <Alert tone="error">{sentenceOf(error)}</Alert>
        ) : data === undefined ? (
          <Loading />
        ) : jobs.length === 0 ? (
          <p className="none">No exports yet.</p>
        ) : (
          <ul className="entries" aria-live="polite">
            {jobs.map((job) => (
              <OneExport key={job.id} job={job} />
            ))}
          </ul>
        )}
      </Panel>
    </>
  );
};
