import { useQuery } from '@tanstack/react-query';
import { records } from '#shared/records/index.ts';
import { newestQuery } from '#web/data/queries.ts';
import { Select } from '#web/ui/inputs.tsx';

/** Which profile a copy for the public is made by. */
export const ProfileChoice = ({
  value,
  onChange,
}: {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) => {
  const { data } = useQuery(newestQuery(records.redactionProfile, 100));
  const options = (data?.items ?? []).map(({ id, values }) => ({ value: id, label: String(values.name) }));
  if (options.length === 0) return null;
  return (
    <Select
      id="export-redaction"
      label="Redacted for the public by"
      help="What the profile names is removed, and a log of it comes along. The finished copy is searched before it can be downloaded."
      empty="Not redacted"
      options={options}
      value={value}
      onChange={onChange}
    />
  );
};
