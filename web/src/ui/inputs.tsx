import type { InputHTMLAttributes } from 'react';
import { controlProps, FieldFrame, FieldGroup, type FrameProps } from './field-frame.tsx';

interface Valued extends FrameProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
}

type Native = Pick<
  InputHTMLAttributes<HTMLInputElement>,
  'type' | 'inputMode' | 'autoComplete' | 'min' | 'max' | 'step' | 'maxLength' | 'placeholder' | 'name' | 'disabled'
>;

export const TextInput = ({
  unit,
  native,
  ...props
}: Valued & { readonly unit?: string; readonly native?: Native }) => {
  const input = (
    <input
      {...native}
      {...controlProps(props)}
      className="input"
      value={props.value}
      onChange={(e) => props.onChange(e.target.value)}
    />
  );
  return (
    <FieldFrame {...props} label={unit ? `${props.label} (${unit})` : props.label}>
      {unit ? (
        <span className="with-unit">
          {input}
          <span aria-hidden="true">{unit}</span>
        </span>
      ) : (
        input
      )}
    </FieldFrame>
  );
};

export const TextArea = ({ maxLength, ...props }: Valued & { readonly maxLength?: number | undefined }) => (
  <FieldFrame {...props}>
    <textarea
      {...controlProps(props)}
      className="input"
      rows={4}
      maxLength={maxLength}
      value={props.value}
      onChange={(e) => props.onChange(e.target.value)}
    />
  </FieldFrame>
);

export interface Option {
  readonly value: string;
  readonly label: string;
}

interface Chosen extends Valued {
  readonly options: readonly Option[];
}

export const Select = ({ empty, ...props }: Chosen & { readonly empty?: string }) => (
  <FieldFrame {...props}>
    <select
      {...controlProps(props)}
      className="input select"
      value={props.value}
      onChange={(e) => props.onChange(e.target.value)}
    >
      {empty !== undefined && <option value="">{empty}</option>}
      {props.options.map(({ value, label }) => (
        <option key={value} value={value}>
          {label}
        </option>
      ))}
    </select>
  </FieldFrame>
);

/** Large tiles for a thumb. An answer that may be left out can also be taken back. */
export const RadioTiles = ({ row, ...props }: Chosen & { readonly row?: boolean }) => (
  <FieldGroup {...props}>
    <div className={row ? 'tiles tiles-row' : 'tiles'}>
      {props.options.map(({ value, label }) => (
        <label key={value} className="tile">
          <input
            type="radio"
            name={props.id}
            value={value}
            required={props.required === true}
            checked={props.value === value}
            onChange={() => props.onChange(value)}
          />
          <span>{label}</span>
        </label>
      ))}
    </div>
    {!props.required && props.value !== '' && (
      <button type="button" className="link-button" onClick={() => props.onChange('')}>
        Clear this answer<span className="hidden-text">: {props.label}</span>
      </button>
    )}
  </FieldGroup>
);

export const CheckBox = ({
  label,
  checked,
  onChange,
}: {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}) => (
  <label className="tile">
    <input type="checkbox" checked={checked} onChange={(e) => onChange(e.target.checked)} />
    <span>{label}</span>
  </label>
);
