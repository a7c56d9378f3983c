import * as z from 'zod';
import { accessKinds } from '#shared/model/access-event.ts';
import { duties } from '#shared/model/duty.ts';
import { MAX_EMAIL } from '#shared/model/email.ts';
import { jurisdictions } from '#shared/model/jurisdiction.ts';
import { roles } from '#shared/model/role.ts';
import { settingsPatch } from '#shared/model/settings.ts';
import { memberStepsWhileClosing } from '#shared/permit/closing.ts';

const text = { type: 'string' } as const;
const id = { ...text, format: 'uuid' } as const;
const moment = { ...text, format: 'date-time' } as const;
export const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
export const items = (schema: object) => object({ items: { type: 'array', items: schema }, next: text }, ['items']);

export const csvAnswer = object({ csv: text, next: text }, ['csv']);

const memberAnswer = object(
  {
    id,
    version: { type: 'integer', minimum: 1 },
    name: text,
    email: text,
    role: { enum: roles },
    status: { enum: ['invited', 'active', 'inactive', 'removed'] },
    invitedAt: moment,
    mfa: { type: 'boolean' },
    /** There while failed sign-ins keep the person out. */
    lockedUntil: moment,
  },
  ['id', 'version', 'name', 'email', 'role', 'status'],
);
const settingsAnswer = object({
  version: { type: 'integer', minimum: 1 },
  timeZone: text,
  sessionHours: { type: 'integer' },
  idleMinutes: { type: 'integer' },
  mfaRequired: { enum: ['admins', 'all'] },
  accessDays: { type: 'integer' },
  requestLaw: { enum: [...jurisdictions, null] },
  requestDays: { type: ['integer', 'null'] },
  closingDays: { type: 'array', items: { ...text, format: 'date' } },
  secondReview: { type: 'boolean' },
});
const eventAnswer = object(
  { id, at: moment, kind: { enum: accessKinds }, memberId: id, by: id, address: text, agent: text, detail: text },
  ['id', 'at', 'kind'],
);

const name = z.string().trim().min(1, 'Write the name.').max(120);
const email = z
  .email('Write an e-mail address, for example name@city.gov.')
  .max(MAX_EMAIL, `Use an address of at most ${MAX_EMAIL} characters.`)
  .transform((v) => v.toLowerCase());

const admins = { roles: duties.manageMembers, status: 200 } as const;
const setting = { roles: duties.changeSettings, status: 200 } as const;
const review = { roles: duties.reviewAccess, status: 200 } as const;
const meanwhile = { whileClosing: true } as const;
/** A step on one member: no body, the version that was seen. */
const step = (verb: string) =>
  ({
    ...admins,
    method: 'POST',
    path: `/api/v1/members/{id}/${verb}`,
    needsVersion: true,
    answer: memberAnswer,
    ...(memberStepsWhileClosing.includes(verb) && meanwhile),
  }) as const;

/** Moments as they are kept, with milliseconds, so that they compare as text. */
const when = z.iso.datetime().transform((v) => new Date(v).toISOString());
export const period = { from: when.optional(), before: when.optional() };
const filter = {
  ...period,
  kind: z.enum(accessKinds).optional(),
  memberId: z.uuid().optional(),
  cursor: z.string().max(1000).optional(),
};

/** What the admin function serves; the OpenAPI document shows the same. */
export const adminSpecs = {
  list: {
    ...admins,
    method: 'GET',
    path: '/api/v1/members',
    summary: 'Everyone of the agency with their accounts, those who left included',
    query: z.strictObject({}),
    answer: items(memberAnswer),
  },
  invite: {
    ...admins,
    method: 'POST',
    path: '/api/v1/members',
    summary: 'Invite a person: Cognito sends a temporary password to the address',
    body: z.strictObject({ id: z.uuidv7(), name, email, role: z.enum(roles) }),
    status: 201,
    answer: memberAnswer,
  },
  change: {
    ...admins,
    method: 'PATCH',
    path: '/api/v1/members/{id}',
    summary: 'Change the role of a member; in force on their next request',
    needsVersion: true,
    body: z.strictObject({ role: z.enum(roles) }),
    answer: memberAnswer,
  },
  resend: { ...step('resend'), summary: 'Send an invitation again, with a new temporary password' },
  deactivate: { ...step('deactivate'), summary: 'Keep a member out from now on' },
  reactivate: { ...step('reactivate'), summary: 'Let a deactivated member in again' },
  remove: {
    ...step('remove'),
    summary: 'Delete the account of a member; the name stays on the history of what they did',
  },
  unlock: { ...step('unlock'), summary: 'End the pause after failed sign-ins of a member' },
  resetMfa: {
    ...step('reset-mfa'),
    summary: 'Forget the sign-in codes of a member who lost the device',
  },
  settings: {
    ...setting,
    method: 'GET',
    path: '/api/v1/settings',
    summary: 'How people of the agency sign in, how long access events are kept, and how public records are released',
    query: z.strictObject({}),
    answer: settingsAnswer,
  },
  changeSettings: {
    ...setting,
    method: 'PATCH',
    path: '/api/v1/settings',
    summary: 'Change some settings',
    needsVersion: true,
    body: settingsPatch,
    answer: settingsAnswer,
  },
  access: {
    ...review,
    method: 'GET',
    path: '/api/v1/access-events',
    summary: 'Who came in, went out or took data along, newest first; a look-up by person is an access event itself',
    query: z.strictObject({ ...filter, limit: z.coerce.number().int().min(1).max(200).default(50) }),
    answer: items(eventAnswer),
  },
  accessCsv: {
    ...review,
    method: 'POST',
    path: '/api/v1/access-events/csv',
    summary: 'The same as text for a spreadsheet, in pages; each download is an access event itself',
    body: z.strictObject(filter),
    answer: csvAnswer,
  },
  accessJson: {
    ...review,
    method: 'POST',
    path: '/api/v1/access-events/json',
    summary: 'The same to take along as JSON, in pages; each download is an access event itself',
    body: z.strictObject(filter),
    answer: items(eventAnswer),
  },
} as const;
