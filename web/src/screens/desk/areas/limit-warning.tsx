import type { CopyLimits } from '#shared/permit/desk.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { Alert } from '#web/ui/messages.tsx';

/** Told before anybody marks a picture in vain. */
export const LimitWarning = ({
  limits: { unmarked, marked } = {},
  error,
}: {
  readonly limits: CopyLimits | undefined;
  readonly error: Error | null;
}) => {
  if (error)
    return (
      <Alert tone="error" title="It is not known whether the copy can show this picture">
        <p>{sentenceOf(error)}</p>
      </Alert>
    );
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
