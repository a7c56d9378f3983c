import { describe, expect, it } from 'vitest';
import {
  allowed,
  changesSeenBy,
  isTheirs,
  mayNow,
  ownWorkSentence,
  seenBy,
  seesPersonal,
} from '#shared/derive/access.ts';
import { rowFields } from '#shared/derive/row.ts';
import { duties, type Duty } from '#shared/model/duty.ts';
import { fieldsOf } from '#shared/model/record.ts';
import { roles } from '#shared/model/role.ts';
import { allRecords, records } from '#shared/records/index.ts';

const stored = {
  id: '0199b000-0000-7000-8000-000000000001',
  version: 1,
  shape: 1,
  createdAt: '2026-01-01T00:00:00.000Z',
  createdBy: '0199b000-0000-7000-8000-00000000000a',
  updatedAt: '2026-01-01T00:00:00.000Z',
  updatedBy: '0199b000-0000-7000-8000-00000000000a',
  values: { name: 'Mill Run', contactName: 'Somebody', contactPhone: '555-0100' },
};

describe('own work', () => {
  const inspector = { memberId: stored.createdBy, role: 'inspector' } as const;
  const other = { memberId: '0199b000-0000-7000-8000-00000000000b', role: 'inspector' } as const;
  it('is what an inspector entered or is named in; to the others everything is', () => {
    expect(isTheirs(records.site, inspector, stored)).toBe(true);
    expect(isTheirs(records.site, other, stored)).toBe(false);
    expect(isTheirs(records.site, { ...other, role: 'coordinator' }, stored)).toBe(true);
    expect(isTheirs(records.task, other, { ...stored, values: { assignee: other.memberId } })).toBe(true);
    // A link or a text that happens to hold the id names nobody.
    expect(isTheirs(records.task, other, { ...stored, values: { title: other.memberId, site: other.memberId } })).toBe(
      false,
    );
  });
  it('is named in a sentence that promises no assigning where there is none', () => {
    expect(ownWorkSentence(records.outfall, 'change')).toBe('You can change only outfalls that you entered.');
    expect(ownWorkSentence(records.task, 'close')).toBe(
      'You can close only tasks that you entered or that are assigned to you.',
    );
  });
});

describe('personal fields', () => {
  it('are for everyone but viewers', () => {
    expect(roles.filter(seesPersonal)).toEqual(['inspector', 'coordinator', 'admin']);
    expect(seenBy(records.site, 'viewer', stored).values).toEqual({ name: 'Mill Run' });
    expect(seenBy(records.site, 'inspector', stored)).toEqual(stored);
  });
  it('show a viewer that they were changed, and neither value', () => {
    const changes = [
      { field: 'name', before: 'Mill', after: 'Mill Run' },
      { field: 'contactName', before: 'A', after: 'B', personal: true as const },
    ];
    expect(changesSeenBy(records.site, 'viewer', changes)).toEqual([
      { field: 'name', before: 'Mill', after: 'Mill Run' },
      { field: 'contactName', personal: true },
    ]);
    expect(changesSeenBy(records.site, 'admin', changes)).toEqual(changes);
  });
  it.each(allRecords)('of a $name are not among what lists and their keys are made of', (record) => {
    const names = [
      ...rowFields(record),
      ...(record.listedBy ?? []).flatMap(({ field, order }) => [field, order ?? field]),
    ];
    expect(names.filter((name) => fieldsOf(record)[name]?.personal)).toEqual([]);
  });
});

describe('while an agency closes its account', () => {
  const closing = mayNow({ role: 'admin', closing: true });
  const open = mayNow({ role: 'admin' });

  it('records can be read and nothing else be done to them', () => {
    for (const record of allRecords) {
      expect(closing.act(record, 'read')).toBe(allowed(record, 'admin', 'read'));
      for (const action of ['create', 'update', 'archive'] as const) {
        expect(closing.act(record, action)).toBe(false);
        expect(open.act(record, action)).toBe(allowed(record, 'admin', action));
      }
    }
  });
  it('everything can be exported and looked at, and the closing be cancelled', () => {
    const left = (Object.keys(duties) as Duty[]).filter((duty) => closing.do(duty));
    expect(left).toEqual([
      ...['seeColleagues', 'readFiles', 'seePersonal', 'exportRecords', 'redactCopies', 'archiveAgency'],
      ...['cancelAnyExport', 'closeAgency', 'reviewAccess', 'reviewAudit', 'seeRetention'],
    ]);
    expect((Object.keys(duties) as Duty[]).filter((duty) => !open.do(duty))).toEqual([]);
  });
  it('nobody may more than their role allows', () => {
    expect(mayNow({ role: 'viewer', closing: true }).do('reviewAudit')).toBe(false);
    expect(mayNow({ role: 'viewer' }).do('importRecords')).toBe(false);
  });
});
