import { FieldGroup } from '#web/ui/field-frame.tsx';
import { CheckBox } from '#web/ui/inputs.tsx';

interface SetProps {
  readonly id: string;
  readonly label: string;
  readonly error?: string | undefined;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

/** Several of a few. */
export const CheckSet = ({ id, label, error, options, chosen, onChange }: SetProps) => (
  <FieldGroup id={id} label={label} error={error}>
    <div className="tiles tiles-fill">
      {options.map((option) => (
        <CheckBox
          key={option.value}
          label={option.label}
          checked={chosen.includes(option.value)}
          onChange={(on) => onChange(on ? [...chosen, option.value] : chosen.filter((one) => one !== option.value))}
        />
      ))}
    </div>
  </FieldGroup>
);
