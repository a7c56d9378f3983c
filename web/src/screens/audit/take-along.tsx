import { useMutation } from '@tanstack/react-query';
import { takeAlong, type Format } from '#web/data/audit.ts';
import { sentenceOf } from '#web/data/problem.ts';
import { Button } from '#web/ui/button.tsx';
import { Alert } from '#web/ui/messages.tsx';

const types = { csv: 'text/csv;charset=utf-8', json: 'application/json' } as const;

const save = (name: string, format: Format, parts: readonly string[]) => {
  // The mark tells spreadsheet programs that the text is UTF-8.
  const lead = format === 'csv' ? ['\uFEFF'] : [];
  const url = URL.createObjectURL(new Blob([...lead, ...parts], { type: types[format] }));
  Object.assign(document.createElement('a'), { href: url, download: `${name}.${format}` }).click();
  URL.revokeObjectURL(url);
};

interface TakeAlongProps {
  readonly path: '/audit' | '/access-events';
  readonly name: string;
  readonly filter: object;
}

/** What the list shows, with all of its pages, as a file. */
export const TakeAlong = ({ path, name, filter }: TakeAlongProps) => {
  const { mutate, isPending, variables, error } = useMutation({
    mutationFn: (format: Format) => takeAlong(path, format, filter),
    onSuccess: (parts, format) => save(name, format, parts),
  });
  return (
    <>
      <div className="actions">
        {(['csv', 'json'] as const).map((format) => (
          <Button key={format} icon="export" look="outline" busy={isPending} onClick={() => mutate(format)}>
            {isPending && variables === format ? 'Collecting…' : `Download as ${format.toUpperCase()}`}
          </Button>
        ))}
      </div>
      {error && (
        <Alert tone="error">
          <p>{sentenceOf(error)}</p>
        </Alert>
      )}
    </>
  );
};
