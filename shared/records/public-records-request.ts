import { choice, date, dateTime, number, optional, person, text } from '../model/field.ts';
import { jurisdictionLabels } from '../model/jurisdiction.ts';
import { recordType } from '../model/record.ts';
import { coordinators } from '../model/role.ts';
import { requestStatuses } from '../permit/request-status.ts';

/** What is chosen for it and what was released lie beside it (functions/lib/store/desk.ts). */
export const publicRecordsRequest = recordType({
  name: 'publicRecordsRequest',
  path: 'public-records-requests',
  label: { one: 'Public-records request', many: 'Public records' },
  about: 'Somebody asks for copies of records. It is answered by a day that the law sets, and keeps what was released.',
  shape: 1,
  fields: {
    subject: text({ label: 'What it is about', max: 200, help: 'A few words for the list. Leave names out.' }),
    scope: text({ label: 'What is asked for', max: 8000, long: true, help: 'In the words of the request.' }),
    receivedOn: date({ label: 'Received on', help: 'The day it reached any office of the agency.' }),
    receivedBy: choice({
      label: 'How it came',
      options: {
        email: 'E-mail',
        form: 'Web form',
        letter: 'Letter',
        inPerson: 'In person',
        phone: 'Phone',
        other: 'Other',
      },
    }),
    law: optional(
      choice({
        label: 'Law it is answered under',
        options: jurisdictionLabels,
        help: 'When empty: the one in the settings of your agency.',
      }),
    ),
    handler: optional(person({ label: 'Who handles it' })),
    requesterName: optional(
      text({ label: 'Requester', max: 120, personal: true, help: 'May stay empty if none was given.' }),
    ),
    requesterOrganization: optional(text({ label: 'Organization', max: 160, personal: true })),
    requesterEmail: optional(text({ label: 'E-mail', max: 254, personal: true })),
    requesterPhone: optional(text({ label: 'Phone', max: 40, personal: true })),
    requesterAddress: optional(text({ label: 'Postal address', max: 300, personal: true })),
    status: choice({ label: 'Status', options: requestStatuses, system: true }),
    dueOn: date({ label: 'Answer due', system: true }),
    lawfulDueOn: date({ label: 'Due by law', system: true }),
    dueSource: text({ label: 'Where that comes from', max: 300, system: true }),
    extensionReason: optional(text({ label: 'Why it was put off', max: 1000, long: true, system: true })),
    preparedCopy: optional(text({ label: 'Copy in review', max: 36, system: true })),
    preparedBy: optional(person({ label: 'Prepared by', system: true })),
    preparedAt: optional(dateTime({ label: 'Prepared', system: true })),
    approvedBy: optional(person({ label: 'Reviewed by', system: true })),
    approvedAt: optional(dateTime({ label: 'Reviewed', system: true })),
    releases: optional(number({ label: 'Releases', min: 0, max: 999, whole: true, system: true })),
    releasedBy: optional(person({ label: 'Released by', system: true })),
    releasedAt: optional(dateTime({ label: 'Released', system: true })),
    releasedSha256: optional(
      text({ label: 'SHA-256 of what was released', max: 64, system: true, help: 'Of the file that went out last.' }),
    ),
    closingReason: optional(text({ label: 'Why it was denied or withdrawn', max: 1000, long: true, system: true })),
  },
  title: 'subject',
  listedBy: [{ field: 'status', order: 'dueOn' }],
  final: { field: 'status', is: ['released', 'denied', 'withdrawn'], word: 'closed' },
  access: {
    read: ['viewer', ...coordinators],
    create: coordinators,
    update: coordinators,
    archive: coordinators,
  },
  form: [
    { heading: 'Request', fields: ['subject', 'scope', 'receivedOn', 'receivedBy', 'law', 'handler'] },
    {
      heading: 'Requester',
      fields: ['requesterName', 'requesterOrganization', 'requesterEmail', 'requesterPhone', 'requesterAddress'],
    },
    { heading: 'Answer', fields: ['status', 'dueOn', 'lawfulDueOn', 'dueSource', 'extensionReason', 'closingReason'] },
    { heading: 'Review', fields: ['preparedCopy', 'preparedBy', 'preparedAt', 'approvedBy', 'approvedAt'] },
    { heading: 'Release', fields: ['releases', 'releasedBy', 'releasedAt', 'releasedSha256'] },
  ],
  columns: ['subject', 'dueOn', 'status', 'receivedOn', 'handler'],
  // Its clock: how many days are left is counted as its law counts them.
  besideColumns: ['law'],
});
