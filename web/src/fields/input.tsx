import { useId, type ReactNode } from 'react';
import type { Field, FieldKind } from '#shared/model/field.ts';
import { usePeople } from '#web/data/queries.ts';
import { RadioTiles, Select, TextArea, TextInput, type Option } from '#web/ui/inputs.tsx';
import { Tag } from '#web/ui/messages.tsx';
import type { InputValue } from './form-value.ts';
import { GeometryInput } from './geometry-input.tsx';
import { LinkInput } from './link-input.tsx';

export interface FieldInputProps {
  readonly id: string;
  readonly field: Field;
  readonly value: InputValue;
  readonly onChange: (value: InputValue) => void;
  readonly required: boolean;
  readonly error: string | undefined;
}

/** Up to this many options are shown at once as tiles: one tap instead of three. */
const TILES = 5;

const frame = ({ id, field, required, error }: FieldInputProps) => ({
  id,
  label: field.label,
  help: field.help,
  required,
  error,
});
const asText = (value: InputValue) => (typeof value === 'string' ? value : '');
const optionsOf = (field: Field): Option[] =>
  Object.entries(field.options ?? {}).map(([value, label]) => ({ value, label }));

const Text = (props: FieldInputProps) =>
  props.field.long ? (
    <TextArea {...frame(props)} value={asText(props.value)} onChange={props.onChange} maxLength={props.field.max} />
  ) : (
    <TextInput
      {...frame(props)}
      value={asText(props.value)}
      onChange={props.onChange}
      native={{
        type: 'text',
        autoComplete: 'off',
        ...(props.field.max === undefined ? {} : { maxLength: props.field.max }),
      }}
    />
  );

const Numeric = (props: FieldInputProps) => (
  <TextInput
    {...frame(props)}
    value={asText(props.value)}
    onChange={props.onChange}
    {...(props.field.unit === undefined ? {} : { unit: props.field.unit })}
    native={{ type: 'text', inputMode: 'decimal', autoComplete: 'off' }}
  />
);

const Choice = (props: FieldInputProps) => {
  const options = optionsOf(props.field);
  const common = { ...frame(props), options, value: asText(props.value), onChange: props.onChange };
  return options.length <= TILES ? <RadioTiles {...common} /> : <Select {...common} empty="Choose…" />;
};

const YesNo = (props: FieldInputProps) => (
  <RadioTiles
    {...frame(props)}
    row
    options={[
      { value: 'yes', label: 'Yes' },
      { value: 'no', label: 'No' },
    ]}
    value={asText(props.value)}
    onChange={props.onChange}
  />
);

const Civil = (props: FieldInputProps) => (
  <TextInput {...frame(props)} value={asText(props.value)} onChange={props.onChange} native={{ type: 'date' }} />
);

const Moment = (props: FieldInputProps) => (
  <TextInput
    {...frame(props)}
    value={asText(props.value)}
    onChange={props.onChange}
    native={{ type: 'datetime-local' }}
  />
);

const Person = (props: FieldInputProps) => {
  const people = usePeople().filter(({ active, id }) => active || id === props.value);
  return (
    <Select
      {...frame(props)}
      empty={props.required ? 'Choose…' : 'Nobody'}
      options={people.map(({ id, name }) => ({ value: id, label: name }))}
      value={asText(props.value)}
      onChange={props.onChange}
    />
  );
};

const Kept = ({ field, value }: FieldInputProps) => (
  <div className="field">
    <p className="label">{field.label}</p>
    <p>
      <Tag>{Object.keys(value ?? {}).length} values</Tag> Kept as the source file had them. They cannot be edited here.
    </p>
  </div>
);

/** One input for each kind: a new kind does not compile until the forms know it. */
const inputs: { readonly [K in FieldKind]: (props: FieldInputProps) => ReactNode } = {
  text: Text,
  number: Numeric,
  choice: Choice,
  date: Civil,
  dateTime: Moment,
  yesNo: YesNo,
  link: LinkInput,
  person: Person,
  geometry: GeometryInput,
  attributes: Kept,
};

export const FieldInput = (props: FieldInputProps) => {
  const Kind = inputs[props.field.kind];
  return <Kind {...props} />;
};

/** Ids of the inputs of one form, by field: what an error summary links to. */
export const useFieldIds = () => {
  const form = useId();
  return (name: string) => `${form}-${name}`;
};
