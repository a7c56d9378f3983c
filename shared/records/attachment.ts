import { choice, dateTime, geometry, link, number, optional, text } from '../model/field.ts';
import { recordType } from '../model/record.ts';
import { coordinators, everyone, nobody } from '../model/role.ts';

/** The kinds of file that are taken, with the largest size of each in bytes. */
export const MAX_FILE_BYTES = 25 * 1024 * 1024;

export const attachment = recordType({
  name: 'attachment',
  path: 'attachments',
  label: { one: 'File', many: 'Files' },
  about: 'A photo or document on a record. It can be read once its content has been checked.',
  shape: 2,
  fields: {
    fileName: text({ label: 'File name', max: 200 }),
    onType: choice({
      label: 'Belongs to a',
      options: {
        site: 'Site',
        structure: 'Structure',
        outfall: 'Outfall',
        inspection: 'Inspection',
        finding: 'Finding',
        task: 'Task',
      },
    }),
    onId: link('*', { label: 'Belongs to' }),
    contentType: choice({
      label: 'Type',
      options: {
        'image/jpeg': 'JPEG photo',
        'image/png': 'PNG picture',
        'image/webp': 'WebP picture',
        'image/heic': 'HEIC photo',
        'application/pdf': 'PDF document',
      },
    }),
    bytes: number({ label: 'Size', unit: 'bytes', min: 1, max: MAX_FILE_BYTES, whole: true }),
    sha256: text({ label: 'SHA-256', max: 64, help: 'Taken on the device before the upload, checked on arrival.' }),
    takenAt: optional(dateTime({ label: 'Taken' })),
    location: optional(geometry({ label: 'Where it was taken' })),
    state: choice({
      label: 'State',
      options: { waiting: 'Being checked', ready: 'Ready', held: 'Held back', refused: 'Refused' },
      system: true,
    }),
    refusal: optional(text({ label: 'Why it was refused', max: 400, system: true })),
    held: optional(text({ label: 'Why it is held back', max: 400, system: true })),
  },
  title: 'fileName',
  geometry: 'location',
  listedBy: [{ field: 'onId' }],
  // A photo is evidence for what it is on: none is added to, or taken from, what is signed off without a reason.
  final: { through: 'onId' },
  access: { read: everyone, create: nobody, update: nobody, archive: coordinators },
  form: [
    { heading: 'File', fields: ['fileName', 'contentType', 'bytes', 'sha256', 'state', 'refusal', 'held'] },
    { heading: 'Origin', fields: ['onType', 'onId', 'takenAt', 'location'] },
  ],
  columns: ['fileName', 'contentType', 'bytes', 'takenAt', 'state'],
  managed: true,
});
