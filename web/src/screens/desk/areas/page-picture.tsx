import { useQuery } from '@tanstack/react-query';
import { pageQuery } from '#web/data/desk.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert, Loading } from '#web/ui/messages.tsx';

/** One page of a PDF, drawn by what draws the copy: an area lies in both at the same place. */
export const PagePicture = ({
  id,
  page,
  alt,
  onReady,
}: {
  readonly id: string;
  readonly page: number;
  readonly alt: string;
  readonly onReady?: () => void;
}) => {
  const { data, error, refetch } = useQuery(pageQuery(id, page));
  if (error)
    return (
      <Alert tone="error">
        <p>{sentenceOf(error)}</p>
        <Button look="outline" onClick={() => void refetch()}>
          Try again
        </Button>
      </Alert>
    );
  return data === undefined ? (
    <Loading />
  ) : (
    <img
      className="page-picture"
      src={`data:image/jpeg;base64,${data.jpeg}`}
      alt={alt}
      draggable={false}
      onLoad={onReady}
    />
  );
};
