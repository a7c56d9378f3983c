import { choice, dateTime, geometry, link, number, optional, person, text, yesNo } from '../model/field.ts';
import { recordType } from '../model/record.ts';
import { coordinators, everyone, fieldStaff } from '../model/role.ts';

const control = {
  inPlace: 'In place and working',
  repair: 'Needs repair',
  missing: 'Missing',
  notNeeded: 'Not needed',
} as const;

/** One structured form per kind of inspection: the sections below are chosen by `kind`. */
export const inspection = recordType({
  name: 'inspection',
  path: 'inspections',
  label: { one: 'Inspection', many: 'Inspections' },
  about: 'A visit to a structure, outfall or site, by the form for its kind.',
  shape: 2,
  fields: {
    kind: choice({
      label: 'Kind of inspection',
      options: { structure: 'Structure', construction: 'Construction site' },
    }),
    inspectedAt: dateTime({ label: 'Inspected' }),
    inspector: person({ label: 'Inspector' }),
    structure: optional(link('structure', { label: 'Structure' })),
    outfall: optional(link('outfall', { label: 'Outfall' })),
    site: optional(link('site', { label: 'Site' })),
    location: optional(geometry({ label: 'Where it was recorded' })),
    weather: optional(
      choice({
        label: 'Weather',
        options: { dry: 'Dry', rain: 'Rain', snow: 'Snow or ice', recentRain: 'Rain in the last 72 hours' },
      }),
    ),
    condition: optional(
      choice({
        label: 'Condition',
        options: { good: 'Good', fair: 'Fair', poor: 'Poor', failed: 'Failed', noAccess: 'Could not be reached' },
      }),
    ),
    sedimentDepth: optional(number({ label: 'Sediment depth', unit: 'in', min: 0, max: 600 })),
    sumpDepth: optional(number({ label: 'Sump depth', unit: 'in', min: 0, max: 600 })),
    flowing: optional(yesNo({ label: 'Water flowing', help: 'Flow in dry weather may be an illicit discharge.' })),
    signs: optional(
      choice({
        label: 'Signs of pollution',
        options: {
          none: 'None',
          sheen: 'Oil sheen',
          color: 'Color',
          odor: 'Odor',
          suds: 'Suds',
          trash: 'Trash',
          sewage: 'Sewage',
        },
      }),
    ),
    cleaned: optional(yesNo({ label: 'Cleaned during this visit' })),
    reason: optional(
      choice({
        label: 'Reason for the visit',
        options: {
          routine: 'Routine',
          rainfall: 'After rainfall',
          preConstruction: 'Before construction',
          followUp: 'Follow-up',
          final: 'Final, before closing',
        },
      }),
    ),
    rainfall: optional(number({ label: 'Rainfall', unit: 'in', min: 0, max: 60 })),
    perimeterControl: optional(choice({ label: 'Perimeter control', options: control })),
    inletProtection: optional(choice({ label: 'Inlet protection', options: control })),
    constructionExit: optional(choice({ label: 'Construction exit', options: control })),
    concreteWashout: optional(choice({ label: 'Concrete washout', options: control })),
    stockpileCover: optional(choice({ label: 'Stockpile cover', options: control })),
    stabilization: optional(choice({ label: 'Stabilization of bare soil', options: control })),
    offsiteSediment: optional(yesNo({ label: 'Sediment left the site' })),
    plansOnSite: optional(yesNo({ label: 'Plans (SWPPP) on site and current' })),
    summary: optional(text({ label: 'Summary', max: 4000, long: true })),
    signedOffAt: optional(dateTime({ label: 'Signed off', system: true })),
    signedOffBy: optional(person({ label: 'Signed off by', system: true })),
  },
  title: 'kind',
  geometry: 'location',
  listedBy: [
    { field: 'structure', order: 'inspectedAt' },
    { field: 'site', order: 'inspectedAt' },
    { field: 'outfall', order: 'inspectedAt' },
  ],
  access: { read: everyone, create: fieldStaff, update: fieldStaff, archive: coordinators },
  final: { field: 'signedOffAt', word: 'signed off' },
  form: [
    { heading: 'Visit', fields: ['kind', 'inspectedAt', 'inspector', 'location', 'weather'] },
    {
      heading: 'Structure',
      fields: ['structure', 'outfall', 'condition', 'sedimentDepth', 'sumpDepth', 'flowing', 'signs', 'cleaned'],
      when: { field: 'kind', is: ['structure'] },
      required: ['condition'],
    },
    {
      heading: 'Construction site',
      fields: ['site', 'reason', 'rainfall', 'plansOnSite'],
      when: { field: 'kind', is: ['construction'] },
      required: ['site', 'reason'],
    },
    {
      heading: 'Controls',
      fields: [
        'perimeterControl',
        'inletProtection',
        'constructionExit',
        'concreteWashout',
        'stockpileCover',
        'stabilization',
        'offsiteSediment',
      ],
      when: { field: 'kind', is: ['construction'] },
      required: ['perimeterControl', 'inletProtection', 'constructionExit', 'offsiteSediment'],
    },
    { heading: 'Summary', fields: ['summary'] },
    { heading: 'Sign-off', fields: ['signedOffAt', 'signedOffBy'] },
  ],
  columns: ['inspectedAt', 'kind', 'structure', 'site', 'condition', 'inspector'],
  // Named in the place of a structure where an outfall was inspected.
  besideColumns: ['outfall'],
  check: (v) => [
    ...(v.kind === 'structure' && v.structure === undefined && v.outfall === undefined
      ? [{ field: 'structure' as const, message: 'Choose the structure or outfall that was inspected.' }]
      : []),
    ...(v.reason === 'rainfall' && v.rainfall === undefined
      ? [{ field: 'rainfall' as const, message: 'A visit after rainfall needs the amount of rain.' }]
      : []),
    ...(v.sedimentDepth !== undefined && v.sumpDepth !== undefined && v.sedimentDepth > v.sumpDepth
      ? [{ field: 'sedimentDepth' as const, message: 'Sediment cannot be deeper than the sump.' }]
      : []),
  ],
});
