import { useQuery } from '@tanstack/react-query';
import { copyLimitsQuery } from '#web/data/desk.ts';
import { Alert } from '#web/ui/messages.tsx';

/** Told before anybody marks a picture in vain. */
export const LimitWarning = ({ id }: { readonly id: string }) => {
  const { data: { unmarked, marked } = {} } = useQuery(copyLimitsQuery(id));
  if (unmarked !== undefined)
    return (
      <Alert tone="warning" title="The copy goes without this picture">
        <p>{unmarked} That is so whether or not parts of it are black.</p>
      </Alert>
    );
  if (marked === undefined) return null;
  return (
    <Alert tone="warning" title="Parts of this picture cannot be blacked out">
      <p>{marked} As soon as a part is marked, the copy goes without the whole picture.</p>
    </Alert>
  );
};
