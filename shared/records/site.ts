import { choice, date, geometry, number, optional, text } from '../model/field.ts';
import { recordType } from '../model/record.ts';
import { coordinators, everyone } from '../model/role.ts';

export const site = recordType({
  name: 'site',
  path: 'sites',
  label: { one: 'Site', many: 'Sites' },
  about: 'A place the program answers for: a construction site, a business, a yard, a development with BMPs.',
  shape: 1,
  fields: {
    name: text({ label: 'Site name', max: 120 }),
    externalId: optional(
      text({ label: 'ID in your own system', max: 80, help: 'For example the permit or GIS number.' }),
    ),
    kind: choice({
      label: 'Kind of site',
      options: {
        construction: 'Construction',
        industrial: 'Industrial',
        commercial: 'Commercial',
        municipal: 'Municipal facility',
        postConstruction: 'Post-construction BMPs',
        other: 'Other',
      },
    }),
    status: choice({
      label: 'Status',
      options: { planned: 'Planned', active: 'Active', stabilized: 'Stabilized', closed: 'Closed' },
    }),
    address: optional(text({ label: 'Address', max: 200 })),
    parcel: optional(text({ label: 'Parcel', max: 60 })),
    location: optional(geometry({ label: 'Location' })),
    receivingWater: optional(text({ label: 'Receiving water', max: 120 })),
    permitNumber: optional(text({ label: 'Permit number', max: 60, publicByRule: true })),
    contractor: optional(text({ label: 'Contractor', max: 120 })),
    disturbedArea: optional(
      number({
        label: 'Disturbed area',
        unit: 'acres',
        min: 0,
        max: 100_000,
        help: '40 CFR 122.26(b)(15): one acre or more.',
      }),
    ),
    startsOn: optional(date({ label: 'Work starts' })),
    endsOn: optional(date({ label: 'Work ends' })),
    contactName: optional(text({ label: 'Contact', max: 120, personal: true })),
    contactPhone: optional(text({ label: 'Contact phone', max: 40, personal: true })),
    contactEmail: optional(text({ label: 'Contact e-mail', max: 254, personal: true })),
    notes: optional(text({ label: 'Notes', max: 4000, long: true })),
  },
  title: 'name',
  geometry: 'location',
  listedBy: [{ field: 'externalId' }, { field: 'status' }],
  access: { read: everyone, create: coordinators, update: coordinators, archive: coordinators },
  form: [
    { heading: 'Site', fields: ['name', 'kind', 'status', 'externalId', 'permitNumber'] },
    { heading: 'Place', fields: ['address', 'parcel', 'location', 'receivingWater'] },
    { heading: 'Work', fields: ['contractor', 'disturbedArea', 'startsOn', 'endsOn'] },
    { heading: 'Contact', fields: ['contactName', 'contactPhone', 'contactEmail'] },
    { heading: 'Notes', fields: ['notes'] },
  ],
  columns: ['name', 'kind', 'status', 'address', 'permitNumber'],
  check: ({ startsOn, endsOn }) =>
    startsOn !== undefined && endsOn !== undefined && endsOn < startsOn
      ? [{ field: 'endsOn', message: 'Work cannot end before it starts.' }]
      : [],
});
