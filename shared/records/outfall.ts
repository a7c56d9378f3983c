import { attributes, choice, date, geometry, number, optional, text, yesNo } from '../model/field.ts';
import { recordType } from '../model/record.ts';
import { coordinators, everyone, fieldStaff } from '../model/role.ts';

export const outfall = recordType({
  name: 'outfall',
  path: 'outfalls',
  label: { one: 'Outfall', many: 'Outfalls' },
  about: 'Where the storm sewer discharges to a water of the United States (40 CFR 122.26(b)(9)).',
  shape: 1,
  fields: {
    name: text({ label: 'Outfall ID', max: 80, help: 'As painted on the headwall.', publicByRule: true }),
    externalId: optional(text({ label: 'ID in your own system', max: 80 })),
    location: optional(geometry({ label: 'Location', publicByRule: true })),
    address: optional(text({ label: 'Nearest address', max: 200 })),
    receivingWater: optional(text({ label: 'Receiving water', max: 120 })),
    status: choice({
      label: 'Status',
      options: { active: 'In service', proposed: 'Proposed', abandoned: 'Abandoned', removed: 'Removed' },
    }),
    ownership: choice({
      label: 'Ownership',
      options: { own: 'This agency', otherPublic: 'Another public body', private: 'Private', unknown: 'Not known' },
    }),
    shape: optional(
      choice({
        label: 'Pipe shape',
        options: {
          circular: 'Circular',
          box: 'Box culvert',
          elliptical: 'Elliptical',
          ditch: 'Open ditch',
          other: 'Other',
        },
      }),
    ),
    diameter: optional(number({ label: 'Diameter or width', unit: 'in', min: 0, max: 1200 })),
    major: optional(
      yesNo({
        label: 'Major outfall',
        help: '40 CFR 122.26(b)(5): 36 inches or more, or 12 inches or more from industrial land.',
      }),
    ),
    landUse: optional(
      choice({
        label: 'Contributing land use',
        options: {
          residential: 'Residential',
          commercial: 'Commercial',
          industrial: 'Industrial',
          open: 'Open land',
          mixed: 'Mixed',
        },
      }),
    ),
    priority: choice({ label: 'Screening priority', options: { high: 'High', normal: 'Normal', low: 'Low' } }),
    lastScreenedOn: optional(date({ label: 'Last dry-weather screening' })),
    landowner: optional(text({ label: 'Landowner', max: 120, personal: true })),
    notes: optional(text({ label: 'Notes', max: 4000, long: true })),
    sourceAttributes: optional(
      attributes({ label: 'From the source file', help: 'What the imported file said, as it was.' }),
    ),
  },
  title: 'name',
  geometry: 'location',
  listedBy: [{ field: 'externalId' }, { field: 'priority' }],
  access: { read: everyone, create: fieldStaff, update: fieldStaff, archive: coordinators },
  form: [
    { heading: 'Outfall', fields: ['name', 'status', 'ownership', 'externalId', 'major'] },
    { heading: 'Place', fields: ['location', 'address', 'receivingWater', 'landUse'] },
    { heading: 'Build', fields: ['shape', 'diameter'] },
    { heading: 'Screening', fields: ['priority', 'lastScreenedOn'] },
    { heading: 'Owner and notes', fields: ['landowner', 'notes'] },
    { heading: 'Source', fields: ['sourceAttributes'] },
  ],
  columns: ['name', 'receivingWater', 'status', 'priority', 'lastScreenedOn'],
});
