import type { Role } from '#shared/model/role.ts';

/** Two agencies that do not exist, so that nobody mistakes the demo for a record of anything. `.example` is reserved (RFC 2606). */
export interface DemoAgency {
  readonly id: string;
  readonly name: string;
  readonly timeZone: string;
  readonly domain: string;
  /** Longitude and latitude around which its system is drawn: open country. */
  readonly center: readonly [number, number];
}

export const agencies: readonly [DemoAgency, DemoAgency] = [
  {
    id: 'tdemofernwick0000000000000',
    name: 'City of Fernwick (demo)',
    timeZone: 'America/Chicago',
    domain: 'fernwick.example',
    center: [-99.61, 41.42],
  },
  {
    id: 'tdemomarlowcounty000000000',
    name: 'Marlow County (demo)',
    timeZone: 'America/New_York',
    domain: 'marlow.example',
    center: [-75.02, 42.31],
  },
];

export const DEMO_PASSWORD = 'rain-garden-demo';

/** One account for each role, named for what it may do. */
export const demoPeople = ({ domain, name }: DemoAgency) =>
  (['admin', 'coordinator', 'inspector', 'viewer'] as const satisfies readonly Role[]).map((role) => ({
    role,
    email: `${role}@${domain}`,
    name: `Demo ${role}, ${name.replace(' (demo)', '')}`,
    password: DEMO_PASSWORD,
  }));
