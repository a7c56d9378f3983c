import { describe, expect, it } from 'vitest';
import { allRecords, records } from '#shared/records/index.ts';
import { changedValues, firstValues, isRequired, readForm, sectionsFor, toInputs } from '#web/records/form-values.ts';
import { clashingFields } from '#web/records/clash.ts';

const zone = 'America/New_York';
const me = '01890000-0000-7000-8000-000000000001';
const structure = '01890000-0000-7000-8000-0000000000aa';
const now = '2026-11-22T15:30:45.000Z';

const visit = { kind: 'structure', inspectedAt: now, inspector: me, structure, condition: 'poor' };
const read = (values: Record<string, unknown>) =>
  readForm(records.inspection, toInputs(records.inspection, values, zone), zone);
const messages = (values: Record<string, unknown>) => {
  const reading = read(values);
  return reading.ok ? {} : reading.messages;
};

describe('a form', () => {
  it.each(allRecords.map((record) => [record.name, record] as const))(
    'of a new %s begins without values nobody gave',
    (_name, record) => {
      const values = firstValues(record, {}, now, me);
      for (const [name, value] of Object.entries(values)) expect([now, me], name).toContain(value);
    },
  );
  it('of an inspection knows its kind from what it was started on', () => {
    expect(firstValues(records.inspection, { structure }, now, me)).toEqual({
      kind: 'structure',
      structure,
      inspectedAt: now,
      inspector: me,
    });
    expect(firstValues(records.inspection, { site: structure }, now, me)).toMatchObject({
      kind: 'construction',
      site: structure,
    });
  });
  it('takes nothing but links and choices from an address', () => {
    expect(firstValues(records.structure, { name: '<b>x</b>', kind: 'pipe', closedBy: me }, now, me)).toEqual({
      kind: 'pipe',
    });
  });
  it('shows the sections of its kind', () => {
    const headings = (kind: string) => sectionsFor(records.inspection, { kind }).map(({ heading }) => heading);
    expect(headings('structure')).toEqual(['Visit', 'Structure', 'Summary']);
    expect(headings('construction')).toEqual(['Visit', 'Construction site', 'Controls', 'Summary']);
  });
  it('marks what a section requires though the record may lack it', () => {
    const section = records.inspection.form[1];
    expect(section && isRequired(records.inspection, section, 'condition')).toBe(true);
    expect(section && isRequired(records.inspection, section, 'sumpDepth')).toBe(false);
  });
});

describe('answers', () => {
  it('become values: numbers, yes and no, moments in UTC', () => {
    const inputs = { ...toInputs(records.inspection, visit, zone), sedimentDepth: ' 1,2.5 ', flowing: 'no' };
    expect(readForm(records.inspection, { ...inputs, sedimentDepth: ' 12.5 ' }, zone)).toMatchObject({
      ok: true,
      values: { sedimentDepth: 12.5, flowing: false, inspectedAt: '2026-11-22T15:30:00.000Z' },
    });
  });
  it('that are missing are told at their field, in words', () => {
    expect(messages({ kind: 'structure', inspectedAt: now, inspector: me })).toEqual({
      condition: 'This needs an answer.',
      structure: 'Choose the structure or outfall that was inspected.',
    });
  });
  it('that cannot be read are told what is wanted', () => {
    const inputs = { ...toInputs(records.inspection, visit, zone), sedimentDepth: 'a lot', sumpDepth: '-3' };
    const reading = readForm(records.inspection, inputs, zone);
    expect(reading).toMatchObject({
      messages: { sedimentDepth: 'Write a number, for example 12.5.', sumpDepth: 'Use at least 0 in.' },
    });
  });
  it('of another kind are left out, not refused', () => {
    expect(read({ ...visit, reason: 'routine', rainfall: 3 })).toMatchObject({ ok: true });
  });
  it('that break a rule of two fields are told at the field', () => {
    expect(messages({ ...visit, sedimentDepth: 30, sumpDepth: 24 })).toEqual({
      sedimentDepth: 'Sediment cannot be deeper than the sump.',
    });
  });
});

describe('a change', () => {
  const before = {
    inputs: toInputs(records.inspection, { ...visit, summary: 'Clear.', sumpDepth: 24 }, zone),
    values: { ...visit, summary: 'Clear.', sumpDepth: 24 },
  };
  const change = (inputs: Record<string, unknown>) => {
    const all = { ...before.inputs, ...inputs };
    const reading = readForm(records.inspection, all, zone);
    return reading.ok ? changedValues(records.inspection, before, all, reading.values) : reading;
  };
  it('sends nothing when nothing was altered, not even the seconds that an input cannot show', () => {
    expect(change({})).toEqual({});
  });
  it('sends only what was altered, and null for what was emptied', () => {
    expect(change({ condition: 'fair', summary: '' })).toEqual({ condition: 'fair', summary: null });
  });
  it('empties the answers of the kind that was left', () => {
    expect(
      change({
        kind: 'construction',
        site: structure,
        reason: 'routine',
        perimeterControl: 'inPlace',
        inletProtection: 'inPlace',
        constructionExit: 'inPlace',
        offsiteSediment: 'no',
      }),
    ).toMatchObject({
      kind: 'construction',
      structure: null,
      condition: null,
      sumpDepth: null,
      offsiteSediment: false,
    });
  });
});

describe('two people at one record', () => {
  const opened = { name: 'CB-1', status: 'active', owner: 'City' };
  it('clash only where both changed the same field to different values', () => {
    const current = { name: 'CB-2', status: 'removed', owner: 'County' };
    expect(clashingFields(records.structure, opened, current, { name: 'CB-3', owner: 'County' })).toEqual(['name']);
  });
  it('clash when one emptied what the other changed', () => {
    expect(clashingFields(records.structure, opened, { ...opened, owner: 'County' }, { owner: null })).toEqual([
      'owner',
    ]);
  });
});
