import type { ImportJob, Mapping } from '#web/data/jobs.ts';
import { useWords } from '#web/app/session.ts';
import { momentText } from '#web/fields/text.ts';
import { Button } from '#web/ui/button.tsx';

interface Props {
  readonly job: ImportJob;
  readonly mapping: Mapping;
  readonly onChange: (mapping: Mapping) => void;
}

/** Says where the matching came from, and how to begin without it. */
export const Remembered = ({ job, mapping, onChange }: Props) => {
  const { zone } = useWords();
  const { remembered, suggested } = job;
  if (remembered === undefined || mapping !== remembered.mapping || suggested === undefined) return undefined;
  return (
    <p>
      The matching is the one used for {remembered.fileName} on {momentText(remembered.at, zone)}.{' '}
      <Button look="quiet" onClick={() => onChange(suggested)}>
        Use a fresh suggestion instead
      </Button>
    </p>
  );
};
