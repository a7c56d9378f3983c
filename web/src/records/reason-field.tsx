import { TextArea } from '#web/ui/inputs.tsx';

interface ReasonFieldProps {
  readonly id: string;
  /** That of an amendment is required; the other is for a number that should not be kept. */
  readonly amends: boolean;
  readonly value: string;
  readonly error: string | undefined;
  readonly onChange: (value: string) => void;
}

const words = {
  amendment: {
    label: 'Reason for the amendment',
    help: 'It stands in the history of this record, beside what was there before.',
  },
  number: {
    label: 'Why it must stay',
    help: 'Only if the number cannot be left out. The reason stands in the history of this record.',
  },
} as const;

export const ReasonField = ({ id, amends, value, error, onChange }: ReasonFieldProps) => (
  <section className="form-section">
    <TextArea
      id={id}
      {...words[amends ? 'amendment' : 'number']}
      required={amends}
      error={error}
      value={value}
      onChange={onChange}
      maxLength={1000}
    />
  </section>
);
