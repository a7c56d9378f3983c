import { derivedId } from '#functions/lib/aws/ids.ts';
import { addDays } from '#shared/time/civil.ts';
import type { DemoAgency } from './agencies.ts';

interface DemoRecord {
  readonly path: string;
  readonly id: string;
  readonly values: Readonly<Record<string, unknown>>;
}

/** Ids that stay the same from start to start, so that seeding twice changes nothing. */
const FIRST = '0199b000-0000-7000-8000-000000000000';
const idIn = (agency: DemoAgency, name: string) => derivedId(FIRST, `${agency.id}/${name}`);

const kinds = ['catchBasin', 'manhole', 'inlet', 'vault'] as const;
const prefixes = { catchBasin: 'CB', manhole: 'MH', inlet: 'IN', vault: 'VT' } as const;

/** A small storm sewer along one made-up street: structures, the pipes between them, a pond and an outfall. */
export const demoRecords = (agency: DemoAgency, today: string, inspector: string): DemoRecord[] => {
  const at = (east: number, north: number) => [
    Number((agency.center[0] + east / 1000).toFixed(6)),
    Number((agency.center[1] + north / 1000).toFixed(6)),
  ];
  const point = (east: number, north: number) => ({ type: 'Point', coordinates: at(east, north) });
  const add = (path: string, name: string, values: Readonly<Record<string, unknown>>) => ({
    path,
    id: idIn(agency, name),
    values,
  });
  const id = (name: string) => idIn(agency, name);
  const owner = agency.name.replace(' (demo)', '');
  const structures = Array.from({ length: 12 }, (_, n) => {
    const kind = kinds[n % kinds.length] ?? 'catchBasin';
    const name = `${prefixes[kind]}-${101 + n}`;
    return add('structures', name, {
      name,
      kind,
      status: 'active',
      owner,
      watershed: n < 6 ? 'Upper Mill Run' : 'Lower Mill Run',
      location: point(n % 6, Math.floor(n / 6) * 2),
      ...(kind === 'catchBasin' ? { depth: 5, lastCleanedOn: addDays(today, -200 - n * 30) } : {}),
    });
  });
  const pipes = Array.from({ length: 10 }, (_, n) => {
    const from = n < 5 ? n : n + 1;
    const row = Math.floor(from / 6) * 2;
    return add('structures', `pipe ${n}`, {
      name: `P-${201 + n}`,
      kind: 'pipe',
      status: 'active',
      owner,
      material: 'concrete',
      diameter: 18,
      location: { type: 'LineString', coordinates: [at(from % 6, row), at((from % 6) + 1, row)] },
    });
  });
  return [
    add('sites', 'site', {
      name: 'Mill Run Commons, phase 1',
      kind: 'construction',
      status: 'active',
      address: '100 Example Street',
      permitNumber: 'DEMO-0001',
      contractor: 'Example Builders',
      disturbedArea: 6.5,
      startsOn: addDays(today, -90),
      receivingWater: 'Mill Run',
      location: point(3, 4),
    }),
    add('sites', 'yard', {
      name: 'Public works yard',
      kind: 'municipal',
      status: 'active',
      address: '1 Example Yard',
      location: point(-1, 1),
    }),
    ...structures,
    ...pipes,
    add('structures', 'pond', {
      name: 'POND-1',
      kind: 'pond',
      status: 'active',
      owner,
      location: { type: 'Polygon', coordinates: [[at(7, 0), at(8, 0), at(8, 1), at(7, 1), at(7, 0)]] },
    }),
    add('outfalls', 'outfall 1', {
      name: 'OF-001',
      status: 'active',
      ownership: 'own',
      receivingWater: 'Mill Run',
      priority: 'high',
      shape: 'circular',
      diameter: 36,
      major: true,
      landUse: 'commercial',
      location: point(9, 0.5),
    }),
    add('outfalls', 'outfall 2', {
      name: 'OF-002',
      status: 'active',
      ownership: 'own',
      receivingWater: 'Mill Run',
      priority: 'normal',
      shape: 'circular',
      diameter: 24,
      location: point(6.5, 2),
    }),
    add('inspections', 'visit 1', {
      kind: 'structure',
      inspectedAt: `${addDays(today, -20)}T15:00:00Z`,
      inspector,
      structure: id('CB-101'),
      condition: 'poor',
      sedimentDepth: 14,
      sumpDepth: 24,
      weather: 'dry',
      flowing: false,
      signs: 'none',
      location: point(0, 0),
      summary: 'Sump more than half full.',
    }),
    add('inspections', 'visit 2', {
      kind: 'construction',
      inspectedAt: `${addDays(today, -3)}T14:00:00Z`,
      inspector,
      site: id('site'),
      reason: 'rainfall',
      rainfall: 0.8,
      weather: 'recentRain',
      perimeterControl: 'repair',
      inletProtection: 'inPlace',
      constructionExit: 'inPlace',
      concreteWashout: 'inPlace',
      stabilization: 'notNeeded',
      offsiteSediment: false,
      plansOnSite: true,
    }),
    add('inspections', 'visit 3', {
      kind: 'structure',
      inspectedAt: `${addDays(today, -1)}T16:30:00Z`,
      inspector,
      outfall: id('outfall 1'),
      condition: 'good',
      flowing: false,
      signs: 'none',
      weather: 'dry',
    }),
    add('findings', 'finding 1', {
      inspection: id('visit 1'),
      category: 'sediment',
      description: 'Sediment fills more than half of the sump.',
      deficient: true,
      severity: 'moderate',
      correctBy: addDays(today, -6),
      assignee: inspector,
    }),
    add('findings', 'finding 2', {
      inspection: id('visit 2'),
      category: 'control',
      description: 'Silt fence is down along the north side.',
      deficient: true,
      severity: 'high',
      correctBy: addDays(today, 4),
    }),
    add('public-records-requests', 'records request', {
      subject: 'Inspections of Mill Run Commons',
      scope: 'All inspections of the construction site Mill Run Commons, with findings and photos.',
      receivedOn: addDays(today, -2),
      receivedBy: 'email',
      law: 'other',
      requesterName: 'Example requester',
      requesterEmail: 'requester@example.org',
    }),
    add('tasks', 'task', { title: 'Order new inlet markers', dueOn: addDays(today, 21) }),
  ];
};
