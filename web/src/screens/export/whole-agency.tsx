import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { v7 } from 'uuid';
import { allRecords } from '#shared/records/index.ts';
import { exportsQuery, makeExport } from '#web/data/jobs.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { queryClient } from '#web/data/queries.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert } from '#web/ui/messages.tsx';
import { Panel } from '#web/ui/page.tsx';

/** For the day on which an agency moves, or wants all of it in its own hands. */
export const WholeAgency = () => {
  const [id, setId] = useState(() => v7());
  const make = useMutation({
    mutationFn: () =>
      makeExport({ id, archive: true, recordTypes: allRecords.map(({ name }) => name), formats: ['ndjson'] }),
    onSuccess: async () => {
      setId(v7());
      await queryClient.invalidateQueries(exportsQuery);
    },
  });
  return (
    <Panel title="Archive of the whole agency">
      <p>
        All records with their whole history, photos and documents, settings, and the names of people. It can be brought
        into an empty agency. Only administrators can start and download it.
      </p>
      {make.error && (
        <Alert tone="error" title="The archive did not start">
          <p>{sentenceOf(make.error)}</p>
        </Alert>
      )}
      <Button look="outline" busy={make.isPending} onClick={() => make.mutate()}>
        Start archive
      </Button>
    </Panel>
  );
};
