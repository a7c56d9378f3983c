import { choice, date, dateTime, link, optional, person, text } from '../model/field.ts';
import { recordType } from '../model/record.ts';
import { coordinators, everyone, fieldStaff } from '../model/role.ts';

export const task = recordType({
  name: 'task',
  path: 'tasks',
  label: { one: 'Task', many: 'Tasks' },
  about: 'Work with a due date. Closing it asks for evidence or a reason.',
  shape: 1,
  fields: {
    title: text({ label: 'What is to be done', max: 200 }),
    detail: optional(text({ label: 'Detail', max: 4000, long: true })),
    dueOn: date({ label: 'Due' }),
    assignee: optional(person({ label: 'Assigned to' })),
    finding: optional(link('finding', { label: 'Finding' })),
    inspection: optional(link('inspection', { label: 'Inspection' })),
    structure: optional(link('structure', { label: 'Structure' })),
    outfall: optional(link('outfall', { label: 'Outfall' })),
    site: optional(link('site', { label: 'Site' })),
    status: choice({ label: 'Status', options: { open: 'Open', closed: 'Closed' }, system: true }),
    closedAt: optional(dateTime({ label: 'Closed', system: true })),
    closedBy: optional(person({ label: 'Closed by', system: true })),
    closingNote: optional(text({ label: 'How it was closed', max: 4000, long: true, system: true })),
  },
  title: 'title',
  listedBy: [{ field: 'status', order: 'dueOn' }, { field: 'assignee', order: 'dueOn' }, { field: 'inspection' }],
  // Assigning work and moving its due date is the coordinators'; closing is a duty of its own (model/duty.ts).
  access: { read: everyone, create: fieldStaff, update: coordinators, archive: coordinators },
  final: { field: 'status', is: ['closed'], word: 'closed' },
  form: [
    { heading: 'Task', fields: ['title', 'detail', 'dueOn', 'assignee'] },
    { heading: 'About', fields: ['finding', 'inspection', 'structure', 'outfall', 'site'] },
    { heading: 'Closing', fields: ['status', 'closedAt', 'closedBy', 'closingNote'] },
  ],
  columns: ['title', 'dueOn', 'status', 'assignee'],
});
