import { attributes, choice, date, geometry, link, number, optional, text } from '../model/field.ts';
import { recordType } from '../model/record.ts';
import { coordinators, everyone, fieldStaff } from '../model/role.ts';

export const structure = recordType({
  name: 'structure',
  path: 'structures',
  label: { one: 'Structure', many: 'Structures' },
  about: 'A part of the storm sewer system: a catch basin, manhole, pipe, ditch, pond or treatment device.',
  shape: 1,
  fields: {
    name: text({ label: 'Asset name', max: 80, help: 'As your crews call it, for example CB-1042.' }),
    externalId: optional(text({ label: 'ID in your own system', max: 80, help: 'For example the GIS GlobalID.' })),
    kind: choice({
      label: 'Kind',
      options: {
        catchBasin: 'Catch basin',
        inlet: 'Inlet',
        manhole: 'Manhole',
        cleanout: 'Cleanout',
        junctionBox: 'Junction box',
        vault: 'Vault',
        headwall: 'Headwall',
        pipe: 'Pipe',
        culvert: 'Culvert',
        ditch: 'Ditch',
        channel: 'Channel',
        swale: 'Swale',
        pond: 'Pond',
        undergroundDetention: 'Underground detention',
        treatmentDevice: 'Water quality device',
        drainageArea: 'Drainage area',
        other: 'Other',
      },
    }),
    status: choice({
      label: 'Status',
      options: { active: 'In service', proposed: 'Proposed', abandoned: 'Abandoned', removed: 'Removed' },
    }),
    location: optional(geometry({ label: 'Location' })),
    owner: optional(text({ label: 'Owner', max: 120 })),
    watershed: optional(text({ label: 'Watershed', max: 120 })),
    site: optional(link('site', { label: 'Site' })),
    material: optional(
      choice({
        label: 'Material',
        options: {
          concrete: 'Concrete',
          metal: 'Metal',
          plastic: 'Plastic',
          clay: 'Clay',
          brick: 'Brick',
          earth: 'Earth',
          other: 'Other',
        },
      }),
    ),
    diameter: optional(number({ label: 'Diameter or width', unit: 'in', min: 0, max: 1200 })),
    depth: optional(number({ label: 'Depth', unit: 'ft', min: 0, max: 200 })),
    installedOn: optional(date({ label: 'Installed' })),
    lastCleanedOn: optional(date({ label: 'Last cleaned' })),
    notes: optional(text({ label: 'Notes', max: 4000, long: true })),
    sourceAttributes: optional(
      attributes({ label: 'From the source file', help: 'What the imported file said, as it was.' }),
    ),
  },
  title: 'name',
  geometry: 'location',
  listedBy: [{ field: 'externalId' }, { field: 'kind' }, { field: 'site' }],
  access: { read: everyone, create: fieldStaff, update: fieldStaff, archive: coordinators },
  form: [
    { heading: 'Structure', fields: ['name', 'kind', 'status', 'externalId', 'owner'] },
    { heading: 'Place', fields: ['location', 'watershed', 'site'] },
    { heading: 'Build', fields: ['material', 'diameter', 'depth', 'installedOn'] },
    { heading: 'Upkeep', fields: ['lastCleanedOn', 'notes'] },
    { heading: 'Source', fields: ['sourceAttributes'] },
  ],
  columns: ['name', 'kind', 'status', 'owner', 'watershed', 'lastCleanedOn'],
});
