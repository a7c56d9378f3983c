import type { Field } from '#shared/model/field.ts';
import type { Column, FieldSource } from '#web/data/jobs.ts';
import { count } from '#web/fields/text.ts';
import { Select, TextInput, type Option } from '#web/ui/inputs.tsx';
import { sourceFrom, sourceText } from './mapping.ts';

const optionsOf = (field: Field): Option[] =>
  field.kind === 'yesNo'
    ? [
        { value: 'true', label: 'Yes' },
        { value: 'false', label: 'No' },
      ]
    : Object.entries(field.options ?? {}).map(([value, label]) => ({ value, label }));

type ColumnSource = Extract<FieldSource, { column: string }>;

interface ValuesProps {
  readonly name: string;
  readonly field: Field;
  readonly column: Column | undefined;
  readonly source: ColumnSource;
  readonly onChange: (source: FieldSource) => void;
}

/** What each word of the file means. Words that nobody says anything about follow the last line. */
const ChoiceValues = ({ name, field, column, source, onChange }: ValuesProps) => {
  const set = (value: string, option: string) => {
    const { [value]: _before, ...rest } = source.values ?? {};
    onChange({ ...source, values: option === '' ? rest : { ...rest, [value]: option } });
  };
  const otherwise = (option: string) => {
    const { otherwise: _before, ...rest } = source;
    onChange(option === '' ? rest : { ...rest, otherwise: option });
  };
  return (
    <div className="choice-values">
      {(column?.distinct ?? []).map(({ value, count: rows }) => (
        <Select
          key={value}
          id={`map-${name}-${value}`}
          label={`“${value}” (${count(rows)} rows)`}
          empty="As everything else"
          options={optionsOf(field)}
          value={source.values?.[value] ?? ''}
          onChange={(option) => set(value, option)}
        />
      ))}
      <Select
        id={`map-${name}-otherwise`}
        label={column?.distinct ? 'Everything else and empty' : 'All values that are not our own words'}
        empty={field.optional ? 'Leave empty' : 'Report as an error'}
        options={optionsOf(field)}
        value={source.otherwise ?? ''}
        onChange={otherwise}
      />
    </div>
  );
};

const samplesOf = (column: Column | undefined) =>
  column ? `For example: ${column.samples.slice(0, 3).join(' · ') || 'always empty'}` : undefined;

/** A record needs a name, and not every file has one. */
const madeUp: Option[] = [
  { value: '+number', label: 'Kind and row, such as “Catch basin 17”' },
  { value: '+externalId', label: 'The ID in your own system' },
];

interface FieldMappingProps {
  /** The field that names the record. */
  readonly isTitle: boolean;
  readonly name: string;
  readonly field: Field;
  readonly columns: readonly Column[];
  readonly source: FieldSource | undefined;
  readonly error: string | undefined;
  readonly onChange: (source: FieldSource | undefined) => void;
}

export const FieldMapping = ({ isTitle, name, field, columns, source, error, onChange }: FieldMappingProps) => {
  const column = source && 'column' in source ? columns.find((one) => one.name === source.column) : undefined;
  const fixed = source && 'fixed' in source ? String(source.fixed) : undefined;
  const options = optionsOf(field);
  return (
    <div className="mapping-row">
      <Select
        id={`map-${name}`}
        label={field.label}
        required={!field.optional}
        help={samplesOf(column)}
        error={error}
        empty="Not in the file"
        options={[
          ...(isTitle ? madeUp : []),
          { value: '=', label: 'One value for all rows…' },
          ...columns.map((one) => ({ value: `#${one.name}`, label: `Column ${one.name}` })),
        ]}
        value={sourceText(source)}
        onChange={(text) =>
          onChange(sourceFrom(field, text, columns, isTitle ? (source ?? { fallback: 'number' }) : undefined))
        }
      />
      {fixed !== undefined &&
        (options.length > 0 ? (
          <Select
            id={`map-${name}-fixed`}
            label={`${field.label} of all rows`}
            empty="Choose…"
            options={options}
            value={fixed}
            onChange={(value) => onChange({ fixed: value })}
          />
        ) : (
          <TextInput
            id={`map-${name}-fixed`}
            label={`${field.label} of all rows`}
            value={fixed}
            onChange={(value) => onChange({ fixed: value })}
          />
        ))}
      {field.kind === 'choice' && source && 'column' in source && (
        <ChoiceValues name={name} field={field} column={column} source={source} onChange={onChange} />
      )}
    </div>
  );
};
