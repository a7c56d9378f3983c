import type { ReactNode } from 'react';
import { sentenceOf } from '#web/data/problem.ts';
import { Alert, Loading } from './messages.tsx';

interface FetchedProps<T> {
  readonly of: { readonly data: T | undefined; readonly error: Error | null };
  readonly children: (data: T) => ReactNode;
}

/** What was asked of the server, once it is there: until then that it is on its way, or why it is not. */
export const Fetched = <T,>({ of: { data, error }, children }: FetchedProps<T>) => {
  if (error)
    return (
      <Alert tone="error">
        <p>{sentenceOf(error)}</p>
      </Alert>
    );
  return data === undefined ? <Loading /> : children(data);
};
