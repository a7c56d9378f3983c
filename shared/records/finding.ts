import { choice, date, geometry, link, optional, person, text, yesNo } from '../model/field.ts';
import { recordType } from '../model/record.ts';
import { coordinators, everyone, fieldStaff } from '../model/role.ts';

/** A deficient finding makes a task with a due date and, where one is named, an assignee (functions/lib/usecases/add-finding.ts). */
export const finding = recordType({
  name: 'finding',
  path: 'findings',
  label: { one: 'Finding', many: 'Findings' },
  about: 'One thing seen during an inspection. A deficient finding makes a task.',
  shape: 1,
  fields: {
    inspection: link('inspection', { label: 'Inspection' }),
    category: choice({
      label: 'What it is about',
      options: {
        sediment: 'Sediment or debris',
        structural: 'Structural damage',
        erosion: 'Erosion',
        control: 'Control missing or failed',
        discharge: 'Possible illicit discharge',
        housekeeping: 'Housekeeping',
        access: 'Access or safety',
        paperwork: 'Plans or paperwork',
        other: 'Other',
      },
    }),
    description: text({ label: 'What was found', max: 4000, long: true }),
    deficient: yesNo({ label: 'Needs correction', help: 'Yes makes a task with a due date.' }),
    severity: choice({ label: 'Severity', options: { low: 'Low', moderate: 'Moderate', high: 'High' } }),
    correctBy: optional(date({ label: 'Correct by', help: 'When empty: 30 days, 14 when moderate, 7 when high.' })),
    assignee: optional(person({ label: 'Who takes it on' })),
    location: optional(geometry({ label: 'Location' })),
  },
  title: 'description',
  geometry: 'location',
  listedBy: [{ field: 'inspection' }],
  access: { read: everyone, create: fieldStaff, update: fieldStaff, archive: coordinators },
  final: { through: 'inspection' },
  form: [
    { heading: 'Finding', fields: ['inspection', 'category', 'description', 'severity', 'location'] },
    { heading: 'Correction', fields: ['deficient', 'correctBy', 'assignee'] },
  ],
  columns: ['description', 'category', 'severity', 'deficient', 'correctBy'],
});
