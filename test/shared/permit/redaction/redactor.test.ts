import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { csvHeader, csvRow, feature, jsonRow } from '#shared/derive/export.ts';
import { logHeader, logRow } from '#shared/permit/redaction/log.ts';
import { profileSchema } from '#shared/permit/redaction/profile.ts';
import { faultsOf } from '#shared/permit/redaction/public-by-rule.ts';
import { redactRecord, Redactor } from '#shared/permit/redaction/redactor.ts';
import { fieldsOf } from '#shared/model/record.ts';
import { allRecords, records } from '#shared/records/index.ts';
import { aProfile, aRule, aStored, anExemption } from '#test/support/redaction.ts';

const { site, outfall, inspection, task } = records;
const cells = (line: string) => parse(line)[0] ?? [];
const site1 = aStored({
  name: 'Mill Run Commons',
  permitNumber: 'NER100123',
  contactName: 'Jo Sample',
  contactPhone: '555-010-0199',
  notes: 'Called 555-0100.\nJo Sample says write to jo.sample@example.org.\nNo more.',
  location: { type: 'Point', coordinates: [-99.6, 41.4] },
});

describe('a rule that names a file or records', () => {
  const said = { exemption: anExemption, reason: 'Privacy.' };
  const read = (rule: object) => profileSchema.safeParse({ ...aProfile(), rules: [{ ...said, id: 'one', ...rule }] });
  const id = '0199b000-0000-7000-8000-0000000000af';
  it('names them in whatever letters the id is written', () => {
    const areas = [{ x: 0, y: 0, width: 1, height: 1 }];
    expect(read({ kind: 'areas', file: id.toUpperCase(), areas }).data?.rules).toMatchObject([{ file: id }]);
    expect(read({ kind: 'files', only: [id.toUpperCase()] }).data?.rules).toMatchObject([{ only: [id] }]);
  });
  it('marks no area that covers nothing', () => {
    for (const area of [
      { width: 0, height: 1 },
      { width: 1, height: 0 },
      { width: 1.1, height: 1 },
    ])
      expect(read({ kind: 'areas', file: id, areas: [{ x: 0, y: 0, ...area }] }).success).toBe(false);
  });
});

describe('a redacted copy of a record', () => {
  it('shows amount, place and exemption where a text was cut, and leaves the rest as it was', () => {
    const profile = aProfile(
      aRule({ kind: 'pattern', pattern: 'email' }),
      aRule({ kind: 'pattern', pattern: 'phone', id: 'phone' }),
    );
    const { copy, deletions } = redactRecord(site, site1, profile);
    expect(copy?.values['notes']).toBe(
      'Called [REDACTED up to 10 characters; X-1].\nJo Sample says write to [REDACTED 11 to 25 characters; X-1].\nNo more.',
    );
    expect(deletions.map(({ place }) => place)).toEqual([
      'Contact phone',
      'Notes, deletion 1 of 2',
      'Notes, deletion 2 of 2',
    ]);
    expect(copy?.values['name']).toBe('Mill Run Commons');
  });

  it('withholds every field that names or reaches a person, and says how much that was', () => {
    const { copy, deletions } = redactRecord(site, site1, aProfile(aRule({ kind: 'class', class: 'personal' })));
    expect(copy?.values['contactName']).toEqual({ redacted: '[REDACTED whole field, up to 10 characters; X-1]' });
    expect(deletions).toContainEqual(
      expect.objectContaining({ kind: 'field', field: 'contactName', place: 'Contact', exemption: anExemption }),
    );
  });

  it('removes in a second pass what the first one removed elsewhere', () => {
    const profile = aProfile(aRule({ kind: 'class', class: 'personal' }));
    const first = new Redactor(profile);
    first.record(site, site1);
    const second = new Redactor(profile, first.removed);
    const { copy } = second.record(task, aStored({ title: 'Write to JO  SAMPLE about the fence' }));
    expect(copy?.values['title']).toBe('Write to [REDACTED up to 10 characters; X-1] about the fence');
    expect(second.fileName('jo sample, fence.jpg')).toBe('redacted, fence.jpg');
  });

  it('cuts old and new values and the reason in the history', () => {
    const redactor = new Redactor(aProfile(aRule({ kind: 'terms', terms: ['Jo Sample'] })));
    const { copy, deletions } = redactor.entry(site, site1.id, {
      version: 3,
      reason: 'Jo Sample asked for it',
      changes: [{ field: 'notes', before: 'Jo Sample', after: 'Nobody' }],
    });
    expect(JSON.stringify(copy)).not.toContain('Sample');
    expect(deletions.map(({ place }) => place)).toEqual([
      'History, version 3, Notes, before',
      'History, version 3, reason',
    ]);
  });

  it('never changes the record that it was given', () => {
    const before = structuredClone(site1);
    redactRecord(
      site,
      site1,
      aProfile(aRule({ kind: 'class', class: 'personal' }), aRule({ kind: 'terms', terms: ['write'] })),
    );
    expect(site1).toEqual(before);
  });

  it('withholds a whole record, and one alone when the rule names it', () => {
    const profile = aProfile(aRule({ kind: 'records', recordType: 'task', only: [site1.id] }));
    expect(redactRecord(task, aStored({ title: 'Secret' }, site1.id), profile).copy).toBeUndefined();
    expect(
      redactRecord(task, aStored({ title: 'Open' }, '0199b000-0000-7000-8000-00000000000b'), profile).copy?.values[
        'title'
      ],
    ).toBe('Open');
  });

  it('takes out a place that was taken out elsewhere', () => {
    const profile = aProfile(aRule({ kind: 'fields', recordType: 'site', fields: ['location'] }));
    const first = new Redactor(profile);
    first.record(site, site1);
    const { copy } = new Redactor(profile, first.removed).record(
      inspection,
      aStored({ location: site1.values['location'] }),
    );
    expect(copy?.values['location']).toEqual({ redacted: '[REDACTED whole field, a place; X-1]' });
  });

  it('says in CSV, JSON and GeoJSON that a field was withheld, and is still a valid feature', () => {
    const profile = aProfile(
      aRule({ kind: 'fields', recordType: 'site', fields: ['location', 'contactName', 'status'] }),
    );
    const { copy } = redactRecord(site, aStored({ ...site1.values, status: 'active' }), profile);
    if (copy === undefined) throw new Error('withheld');
    expect(cells(csvRow(site)(copy))).toHaveLength(cells(csvHeader(site)).length);
    expect(csvRow(site)(copy)).toContain('[REDACTED whole field, a choice; X-1]');
    expect(jsonRow(site, copy).values['location']).toEqual({ redacted: '[REDACTED whole field, a place; X-1]' });
    expect(feature(site, copy)).toMatchObject({
      geometry: null,
      properties: { location: { redacted: '[REDACTED whole field, a place; X-1]' } },
    });
  });
});

describe('facts that are public by rule', () => {
  it.each([
    ['site', 'permitNumber'],
    ['outfall', 'location'],
    ['outfall', 'name'],
  ])('a rule for %s.%s is refused, and would do nothing if it came through', (recordType, field) => {
    const profile = aProfile(aRule({ kind: 'fields', recordType, fields: [field] }));
    expect(faultsOf(profile)).toEqual([
      { path: 'rules.0', message: expect.stringContaining('33 U.S.C. 1318(b)') as string },
    ]);
    const record = recordType === 'site' ? site : outfall;
    const values = { name: 'OF-1', permitNumber: 'NER1', location: { type: 'Point', coordinates: [-99, 41] } };
    expect(redactRecord(record, aStored(values), profile).copy?.values[field]).toEqual(
      Object.entries(values).find(([name]) => name === field)?.[1],
    );
  });

  it('whole outfalls and sites cannot be withheld', () => {
    const profile = aProfile(aRule({ kind: 'records', recordType: 'outfall' }));
    expect(faultsOf(profile)).toHaveLength(1);
    expect(redactRecord(outfall, aStored({ name: 'OF-1' }), profile).copy?.values['name']).toBe('OF-1');
  });

  it('no class of fields takes an outfall off the map', () => {
    const location = { type: 'Point', coordinates: [-99.62, 41.43] };
    const { copy } = redactRecord(outfall, aStored({ location }), aProfile(aRule({ kind: 'class', class: 'places' })));
    expect(copy?.values['location']).toEqual(location);
  });

  it('a term that stands in one is refused with the place, not with the term', () => {
    const { refusals } = redactRecord(
      outfall,
      aStored({ name: 'Sample Street 4', notes: 'x' }),
      aProfile(aRule({ kind: 'terms', terms: ['Sample Street'] })),
    );
    expect(refusals).toHaveLength(1);
    expect(refusals[0]?.message).toContain('Outfall ID');
    expect(JSON.stringify(refusals)).not.toContain('Street');
  });
});

describe('record types', () => {
  it('declare every permit number, sample result and place of an outfall as public by rule', () => {
    const named = allRecords.flatMap((record) =>
      Object.entries(fieldsOf(record)).flatMap(([name, { publicByRule }]) =>
        /permit(number|id)$|^(result|resultvalue|concentration)$/i.test(name) ||
        (record.name === 'outfall' && (name === 'name' || name === 'location'))
          ? [[record.name, name, publicByRule]]
          : [],
      ),
    );
    expect(named.length).toBeGreaterThanOrEqual(3);
    expect(named.filter(([, , isPublic]) => isPublic !== true)).toEqual([]);
  });
});

describe('the redaction log', () => {
  it('has a line for each deletion, with what a Vaughn index asks for and without the value', () => {
    const { deletions } = redactRecord(site, site1, aProfile(aRule({ kind: 'class', class: 'personal' })));
    const head = { request: 'PRR-2026-014', appliedBy: 'City clerk', appliedAt: '2026-11-25' };
    const rows = deletions.map((one, index) =>
      logRow(index + 1, one, { title: 'Mill Run Commons', createdAt: site1.createdAt }, head),
    );
    expect(cells(rows[0] ?? '')).toHaveLength(cells(logHeader()).length);
    expect(rows[0]).toContain('X-1,Example Code 1.2(a)');
    expect(rows.join('\n')).not.toMatch(/Jo Sample|555-010/);
  });
});

describe('a profile', () => {
  it('needs an exemption with citation and a reason at each rule', () => {
    const whole = aProfile(aRule({ kind: 'pattern', pattern: 'ssn' }));
    expect(profileSchema.safeParse(whole).success).toBe(true);
    const without = (part: string) => ({
      ...whole,
      rules: whole.rules.map((rule) => ({ ...rule, [part]: undefined })),
    });
    expect(profileSchema.safeParse(without('exemption')).success).toBe(false);
    expect(profileSchema.safeParse(without('reason')).success).toBe(false);
  });

  it('names rules once, and only record types and fields that there are', () => {
    const rule = aRule({ kind: 'fields', recordType: 'site', fields: ['nothing'] });
    expect(faultsOf(aProfile(rule, aRule({ kind: 'records', recordType: 'nothing', id: 'b' }), rule))).toHaveLength(4);
  });
});
