import { v7 } from 'uuid';

/** As much of JSON Schema as the served description uses for what is asked of a body. */
export interface Schema {
  readonly type?: string;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly format?: string;
  readonly minLength?: number;
  readonly minimum?: number;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly pattern?: string;
}

const byFormat: Readonly<Record<string, () => string>> = {
  uuid: v7,
  date: () => '2035-01-01',
  'date-time': () => '2026-01-01T00:00:00Z',
  email: () => `${v7()}@example.gov`,
};

const textFor = (name: string, { format, pattern, minLength = 1 }: Schema): string => {
  const made = format === undefined ? undefined : byFormat[format];
  if (made !== undefined) return made();
  if (name === 'recordType') return 'site';
  const digits = Math.max(minLength, Number(/\{(\d+)\}\$$/.exec(pattern ?? '')?.[1] ?? 1));
  return (pattern === undefined ? 'x' : '0').repeat(digits);
};

export const valueFor = (name: string, schema: Schema): unknown => {
  const one = schema.anyOf?.[0] ?? schema.oneOf?.[0];
  if (one !== undefined) return valueFor(name, one);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum !== undefined) return schema.enum[0];
  if (schema.type === 'object') return filled(schema);
  if (schema.type === 'array')
    return Array.from({ length: schema.minItems ?? 0 }, () =>
      valueFor(name === 'recordTypes' ? 'recordType' : name, schema.items ?? {}),
    );
  if (schema.type === 'integer' || schema.type === 'number') return schema.minimum ?? 1;
  if (schema.type === 'boolean') return true;
  return textFor(name, schema);
};

const filled = ({ properties = {}, required = [] }: Schema, also: readonly string[] = []): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(properties)
      .filter(([name]) => required.includes(name) || also.includes(name))
      .map(([name, schema]) => [name, valueFor(name, schema)]),
  );

/** What a route asks for at least, so that a request is looked at and not refused for its form; with the word of explanation that some states ask for. */
export const smallestBody = (schema: Schema): Record<string, unknown> => filled(schema, ['reason', 'note']);
