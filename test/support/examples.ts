import { profileText } from '#shared/permit/redaction/stored-profile.ts';
import type { RecordName } from '#shared/records/index.ts';
import { aProfile, aRule } from './redaction.ts';

/** One good example of each record type, for every test that goes over all of them. A new type does not compile without one. */
export const ids = {
  site: '0199b000-0000-7000-8000-000000000001',
  structure: '0199b000-0000-7000-8000-000000000002',
  outfall: '0199b000-0000-7000-8000-000000000003',
  inspection: '0199b000-0000-7000-8000-000000000004',
  finding: '0199b000-0000-7000-8000-000000000005',
  task: '0199b000-0000-7000-8000-000000000006',
  attachment: '0199b000-0000-7000-8000-000000000007',
  publicRecordsRequest: '0199b000-0000-7000-8000-000000000008',
  redactionProfile: '0199b000-0000-7000-8000-000000000009',
} as const satisfies Record<RecordName, string>;

/** Values as a person would send them. `member` is someone of the agency that the example is made in. */
export const examples = (
  member: string,
  made: Readonly<Record<RecordName, string>> = ids,
): Record<RecordName, Record<string, unknown>> => ({
  site: {
    name: 'Mill Run Commons',
    kind: 'construction',
    status: 'active',
    location: { type: 'Point', coordinates: [-99.6, 41.4] },
    startsOn: '2026-03-01',
    contactName: 'Example contact',
    contactPhone: '555-0100',
  },
  structure: {
    name: 'CB-101',
    externalId: '{GIS-101}',
    kind: 'catchBasin',
    status: 'active',
    location: { type: 'Point', coordinates: [-99.61, 41.42] },
    site: made.site,
    depth: 5.5,
    sourceAttributes: { OBJECTID: 1, Owner: 'City', Diameter: null },
  },
  outfall: {
    name: 'OF-001',
    status: 'active',
    ownership: 'own',
    priority: 'high',
    major: true,
    diameter: 36,
    landowner: 'Example owner',
    location: { type: 'Point', coordinates: [-99.62, 41.43] },
  },
  inspection: {
    kind: 'structure',
    inspectedAt: '2026-05-04T15:30:00Z',
    inspector: member,
    structure: made.structure,
    condition: 'poor',
    sedimentDepth: 14,
    sumpDepth: 24,
  },
  finding: {
    inspection: made.inspection,
    category: 'sediment',
    description: 'Sediment fills more than half of the sump.',
    deficient: true,
    severity: 'moderate',
  },
  task: { title: 'Clean the sump', dueOn: '2026-06-01', structure: made.structure },
  attachment: {
    fileName: 'sump.jpg',
    onType: 'structure',
    onId: made.structure,
    contentType: 'image/jpeg',
    bytes: 1234,
    sha256: 'a'.repeat(64),
  },
  publicRecordsRequest: {
    subject: 'Inspections on Mill Run',
    scope: 'All inspections of catch basins along Mill Run since January, with photos.',
    receivedOn: '2026-05-04',
    receivedBy: 'email',
    law: 'WA',
    requesterName: 'Example requester',
    requesterEmail: 'requester@example.org',
  },
  redactionProfile: { name: 'Complaints', rules: profileText(aProfile(aRule({ kind: 'pattern', pattern: 'email' }))) },
});

/** What the system itself adds to an example before it is stored. */
export const systemValues: Readonly<Partial<Record<RecordName, Record<string, unknown>>>> = {
  task: { status: 'open' },
  attachment: { state: 'waiting' },
  publicRecordsRequest: {
    status: 'received',
    dueOn: '2026-05-11',
    lawfulDueOn: '2026-05-11',
    dueSource: '5 business days (RCW 42.56.520(1))',
  },
};
