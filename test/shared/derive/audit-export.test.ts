import { describe, expect, it } from 'vitest';
import { auditCsvHeader, auditCsvLines, type ExportedEntry } from '#shared/derive/audit-export.ts';
import { structure } from '#shared/records/structure.ts';

const entry: ExportedEntry = {
  type: 'structure',
  id: '0199b000-0000-7000-8000-000000000001',
  version: 2,
  verb: 'change',
  at: '2026-11-25T12:00:00.000Z',
  by: '0199b000-0000-7000-8000-000000000009',
  name: '=HYPERLINK("x")',
  role: 'coordinator',
  source: 'web',
  requestId: 'r1',
  reason: '-1+1, as "they" said',
  changes: [
    { field: 'depth', before: 5.5, after: 6 },
    { field: 'kind', before: 'inlet', after: 'manhole' },
  ],
};

describe('the audit trail as a table', () => {
  it('has a line for each field, in words', () => {
    const lines = auditCsvLines(structure, entry);
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^2026-11-25T12:00:00.000Z,Structure,.*,2,Changed,.*,Depth \(ft\),5.5,6$/);
    expect(lines[1]).toMatch(/,Kind,Inlet,Manhole$/);
  });
  it('lets no cell begin like a formula', () => {
    const [line] = auditCsvLines(structure, entry);
    expect(line).toContain(`"'=HYPERLINK(""x"")"`);
    expect(line).toContain(`"'-1+1, as ""they"" said"`);
  });
  it('has as many cells in every line as in its heading', () => {
    const cells = (line: string) => line.replaceAll(/"(?:[^"]|"")*"/g, 'x').split(',').length;
    const none = auditCsvLines(structure, { ...entry, verb: 'restore', changes: [] });
    expect(none).toHaveLength(1);
    for (const line of [...none, ...auditCsvLines(structure, entry)]) expect(cells(line)).toBe(cells(auditCsvHeader()));
  });
  it('says what was left out, and keeps a field that the type no longer has', () => {
    const changes = [
      { field: 'owner', personal: true as const },
      { field: 'color', after: 'red' },
    ];
    const lines = auditCsvLines(structure, { ...entry, changes });
    expect(lines[0]).toMatch(/,left out or erased,left out or erased$/);
    expect(lines[1]).toMatch(/,color,,"""red"""$/);
  });
});
