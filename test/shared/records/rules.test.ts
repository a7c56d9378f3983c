import { describe, expect, expectTypeOf, it } from 'vitest';
import { newValuesSchema } from '#shared/derive/schema.ts';
import { text } from '#shared/model/field.ts';
import { recordType, type ValuesOf } from '#shared/model/record.ts';
import { nobody } from '#shared/model/role.ts';
import { records } from '#shared/records/index.ts';
import { examples } from '#test/support/examples.ts';

const of = examples('11111111-1111-4111-8111-111111111111');
const messages = (record: Parameters<typeof newValuesSchema>[0], values: unknown) =>
  newValuesSchema(record)
    .safeParse(values)
    .error?.issues.map((i) => [i.path.join('.'), i.message]) ?? [];

describe('an inspection', () => {
  it('of a structure needs the structure or outfall and its condition', () => {
    const { structure: _s, condition: _c, ...without } = of.inspection;
    expect(messages(records.inspection, without).map(([path]) => path)).toEqual(['condition', 'structure']);
  });
  it('of a construction site refuses answers of the structure form', () => {
    const mixed = { ...of.inspection, kind: 'construction' };
    expect(messages(records.inspection, mixed)).toContainEqual([
      'condition',
      'Does not belong to this form (Structure).',
    ]);
  });
  it('after rainfall needs the amount of rain', () => {
    const visit = {
      kind: 'construction',
      inspectedAt: of.inspection['inspectedAt'],
      inspector: of.inspection['inspector'],
      site: of.structure['site'],
      reason: 'rainfall',
      perimeterControl: 'inPlace',
      inletProtection: 'inPlace',
      constructionExit: 'inPlace',
      offsiteSediment: false,
    };
    expect(messages(records.inspection, visit)).toEqual([
      ['rainfall', 'A visit after rainfall needs the amount of rain.'],
    ]);
    expect(messages(records.inspection, { ...visit, rainfall: 0.6 })).toEqual([]);
  });
  it('cannot find more sediment than the sump is deep', () => {
    expect(messages(records.inspection, { ...of.inspection, sedimentDepth: 30 })).toEqual([
      ['sedimentDepth', 'Sediment cannot be deeper than the sump.'],
    ]);
  });
});

describe('a site', () => {
  it('cannot end before it starts', () => {
    expect(messages(records.site, { ...of.site, endsOn: '2026-02-01' })).toEqual([
      ['endsOn', 'Work cannot end before it starts.'],
    ]);
  });
});

describe('a declaration', () => {
  type Outfall = ValuesOf<typeof records.outfall.fields>;
  it('types its records', () => {
    expectTypeOf<Outfall['priority']>().toEqualTypeOf<'high' | 'normal' | 'low'>();
    expectTypeOf<Outfall['diameter']>().toEqualTypeOf<number | undefined>();
  });
  it('does not compile with a name that is not a field', () => {
    const none = { read: nobody, create: nobody, update: nobody, archive: nobody };
    const wrong = recordType({
      name: 'x',
      path: 'x',
      label: { one: 'x', many: 'x' },
      about: '',
      shape: 1,
      fields: { a: text({ label: 'A', max: 1 }) },
      // @ts-expect-error 'b' is no field
      title: 'b',
      access: none,
      form: [],
      columns: ['a'],
    });
    expect(wrong.title).toBe('b');
  });
});
