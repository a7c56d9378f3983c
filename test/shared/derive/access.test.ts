import { describe, expect, it } from 'vitest';
import { changesSeenBy, seenBy, seesPersonal } from '#shared/derive/access.ts';
import { rowFields } from '#shared/derive/row.ts';
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
