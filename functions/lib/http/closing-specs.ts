import { duties } from '#shared/model/duty.ts';
import { closingOrder } from '#shared/permit/closing.ts';

const day = { type: 'string', format: 'date' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const text = { type: 'string' } as const;

const planned = {
  startsOn: day,
  exportUntil: day,
  deletionOn: day,
  liveGoneBy: day,
  backupsGoneBy: day,
};
const answer = {
  type: 'object',
  properties: {
    state: { enum: ['open', 'closing'] },
    name: text,
    today: day,
    holds: count,
    archiveDays: count,
    closing: {
      type: 'object',
      properties: { ...planned, startedAt: { ...text, format: 'date-time' }, startedBy: text, exportDays: count },
      required: [...Object.keys(planned), 'startedAt', 'startedBy', 'exportDays'],
    },
  },
  required: ['state', 'name', 'today', 'holds', 'archiveDays'],
} as const;

const admins = { roles: duties.closeAgency, status: 200, answer } as const;

/** Closing the account of an agency, for its administrators. */
export const closingSpecs = {
  show: {
    ...admins,
    method: 'GET',
    path: '/api/v1/closing',
    summary: 'Whether the account is being closed, what happens on which day, and what would stand in the way',
  },
  start: {
    ...admins,
    method: 'POST',
    path: '/api/v1/closing',
    summary:
      'Close the account: reading and exporting only, then deletion; needs the password once more at POST /api/session/prove',
    body: closingOrder,
  },
  cancel: {
    ...admins,
    method: 'POST',
    path: '/api/v1/closing/cancel',
    summary: 'Cancel the closing; possible until deletion begins',
    whileClosing: true,
  },
} as const;
