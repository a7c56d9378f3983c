import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { isCode, messagesByField, RequestProblem, sentenceOf } from '#web/data/problem.ts';
import { peopleQuery, profileQuery, queryClient, sessionQuery } from '#web/data/queries.ts';
import { changeName } from '#web/data/session.ts';
import { DialogForm } from '#web/ui/dialog-form.tsx';
import { Dialog } from '#web/ui/dialog.tsx';
import { TextInput } from '#web/ui/inputs.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';

interface Ending {
  readonly onDone: (sentence: string) => void;
  readonly onClose: () => void;
}

const NameForm = ({ seen, onDone, onClose }: Ending & { readonly seen: { name: string; version: number } }) => {
  const [name, setName] = useState(seen.name);
  const [missing, setMissing] = useState<string>();
  const save = useMutation({
    mutationFn: () => changeName(seen.version, name.trim()),
    onSuccess: async () => {
      await Promise.all([queryClient.invalidateQueries(sessionQuery), queryClient.invalidateQueries(peopleQuery)]);
      onDone('Your name was changed.');
    },
    onError: (error) => {
      if (isCode(error, 'stale')) void queryClient.invalidateQueries(profileQuery);
    },
  });
  const send = () => {
    const empty = name.trim() === '';
    setMissing(empty ? 'Write your name.' : undefined);
    if (!empty && !save.isPending) save.mutate();
  };
  const refused = save.error instanceof RequestProblem ? messagesByField(save.error.errors)['name'] : undefined;
  return (
    <DialogForm
      send={send}
      failed={refused === undefined ? save.error : null}
      about={<p>The new name stands on everything that you did, also before today.</p>}
      label="Save name"
      busy={save.isPending}
      onCancel={onClose}
    >
      <TextInput
        id="own-name"
        label="Name"
        required
        error={missing ?? refused}
        value={name}
        onChange={setName}
        native={{ autoComplete: 'name', maxLength: 120 }}
      />
    </DialogForm>
  );
};

export const NameDialog = (ending: Ending) => {
  const { data, error, isFetchedAfterMount } = useQuery(profileQuery);
  return (
    <Dialog title="Change your name" onClose={ending.onClose}>
      {error ? (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      ) : data === undefined || !isFetchedAfterMount ? (
        <Loading />
      ) : (
        <NameForm seen={data.member} {...ending} />
      )}
    </Dialog>
  );
};
