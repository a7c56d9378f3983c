import { fieldsOf, type AnyRecordType, type Stored, type Values } from '#shared/model/record.ts';
import { unpacked } from '#shared/derive/stored.ts';
import { DISPOSE } from './item.ts';
import type { WireReader } from './wire.ts';

const system = ['id', 'version', 'shape', 'createdAt', 'createdBy', 'updatedAt', 'updatedBy', 'archivedAt', 'verb'];
type About = [...[id: string, version: number, shape: number], ...string[]];

const storedOf = (about: About, values: Values): Stored => {
  const [id, version, shape, createdAt = '', createdBy = '', updatedAt = '', updatedBy = '', archivedAt, verb] = about;
  const stored = { id, version, shape, createdAt, createdBy, updatedAt, updatedBy, values };
  if (archivedAt === undefined && verb !== DISPOSE) return stored;
  return { ...stored, ...(archivedAt !== undefined && { archivedAt }), ...(verb === DISPOSE && { disposed: true }) };
};

/** Numbered places for what has a name, emptied whenever they are filled anew. */
class Places {
  readonly #of: ReadonlyMap<string, number>;
  readonly held: unknown[];

  constructor(names: readonly string[]) {
    this.#of = new Map(names.map((name, n) => [name, n]));
    this.held = names.map(() => undefined);
  }

  clear(): void {
    this.held.fill(undefined);
  }

  put(name: string, value: unknown): void {
    const place = this.#of.get(name);
    if (place !== undefined) this.held[place] = value;
  }
}

/**
 * Takes a record of this type out of the text of an answer: what `fromItem` makes of the item, but for fields that are no
 * longer declared, and without the item. Values are named in the order of their declaration, whatever order they come in,
 * so that V8 finds records of few shapes.
 */
export const recordReader = (record: AnyRecordType): ((from: WireReader) => Stored) => {
  const fields = Object.entries(fieldsOf(record)).map(([name, { kind }]) => ({ name, kind }));
  const [about, values] = [new Places(system), new Places(fields.map(({ name }) => name))];
  const valuesNow = () => {
    const out: Record<string, unknown> = {};
    for (let n = 0; n < fields.length; n += 1) {
      const [field, value] = [fields[n], values.held[n]];
      if (field !== undefined && value !== undefined) out[field.name] = unpacked(field.kind, value);
    }
    return out;
  };
  return (from) => {
    about.clear();
    values.clear();
    from.each((name) => {
      if (name !== 'values') about.put(name, from.value());
      else from.eachOf((field) => values.put(field, from.value()));
    });
    return storedOf(about.held as About, valuesNow());
  };
};
