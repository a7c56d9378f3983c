import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { sentenceOf } from '#web/data/problem.ts';
import { viewQuery } from '#web/data/queries.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';

/** A photo as it is kept, upright. `onReady` says that areas can be placed on it. */
export const Picture = ({
  id,
  alt,
  onReady,
}: {
  readonly id: string;
  readonly alt: string;
  readonly onReady?: () => void;
}) => {
  const { data, error, refetch } = useQuery(viewQuery(id));
  const [broken, setBroken] = useState(false);
  if (error || broken)
    return (
      <Alert tone="error">
        <p>{error ? sentenceOf(error) : 'The picture could not be shown.'}</p>
        <Button
          look="outline"
          onClick={() => {
            setBroken(false);
            void refetch();
          }}
        >
          Try again
        </Button>
      </Alert>
    );
  return data === undefined ? (
    <Loading />
  ) : (
    <img src={data.url} alt={alt} draggable={false} onLoad={onReady} onError={() => setBroken(true)} />
  );
};
