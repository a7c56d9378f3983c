import * as z from 'zod';
import { disposalApproval, disposalRefusal, disposalStates } from '#shared/model/disposal.ts';
import { duties } from '#shared/model/duty.ts';
import { retentionClassNames, triggers } from '#shared/permit/retention-classes.ts';
import { holdScope, monthDay, rule } from '#shared/permit/retention.ts';
import { plausibleDate } from '#shared/time/plausible.ts';
import { later } from './later.ts';
import { reason } from './record-routes.ts';

const text = { type: 'string' } as const;
const id = { ...text, format: 'uuid' } as const;
const moment = { ...text, format: 'date-time' } as const;
const day = { ...text, format: 'date' } as const;
const count = { type: 'integer', minimum: 0 } as const;
const object = (properties: Record<string, object>, required = Object.keys(properties)) => ({
  type: 'object',
  properties,
  required,
});
const list = (items: object) => ({ type: 'array', items });

const scope = later(() => z.toJSONSchema(holdScope, { io: 'input', target: 'draft-2020-12' }));
const holdAnswer = object(
  { id, scope, reason: text, at: moment, by: id, lifted: object({ at: moment, by: id, reason: text }) },
  ['id', 'scope', 'reason', 'at', 'by'],
);
const policyAnswer = object(
  {
    version: { type: 'integer', minimum: 1 },
    classes: list(
      object({
        name: { enum: retentionClassNames },
        label: text,
        trigger: { enum: triggers },
        years: count,
        floor: count,
        usual: object({ trigger: { enum: triggers }, years: count }),
        source: text,
        recordTypes: list(text),
      }),
    ),
    permitYearStart: text,
    termEnds: list(day),
    disposer: id,
    holds: list(holdAnswer),
    log: list(object({ at: moment, by: id, what: text, reason: text })),
  },
  ['version', 'classes', 'permitYearStart', 'termEnds', 'holds', 'log'],
);

const change = z.strictObject({
  classes: z.partialRecord(z.enum(retentionClassNames), rule).optional(),
  permitYearStart: monthDay.optional(),
  termEnds: z.array(plausibleDate()).max(40).optional(),
  disposer: z.uuid().toLowerCase().optional(),
  reason,
});
export type RetentionChange = z.output<typeof change>;

const traces = object({ notes: count, files: count });
const keptAnswer = list(object({ id, reason: text }));
const disposalFields = {
  id,
  state: { enum: disposalStates },
  version: { type: 'integer', minimum: 1 },
  createdAt: moment,
  updatedAt: moment,
  progress: object({ done: count, total: count }, ['done']),
  message: text,
  order: object({ asked: id, dueBy: day }),
  count,
  decision: object({ by: id, at: moment, excluded: keptAnswer, reason: text }, ['by', 'at', 'excluded']),
  kept: keptAnswer,
  certificate: object({ at: moment, count, sha256: text, requests: traces }, ['at', 'count', 'sha256']),
};
const always = ['id', 'state', 'version', 'createdAt', 'updatedAt', 'progress', 'order', 'count'];
const row = object({ type: text, id, version: count, class: text, years: count, from: day, on: day, with: text }, [
  'type',
  'id',
  'version',
  'class',
  'years',
  'from',
  'on',
]);
const oneDisposal = object({ ...disposalFields, rows: list(row) }, [...always, 'rows']);
const certificateFields = {
  id,
  agency: text,
  proposedAt: moment,
  approvedAt: moment,
  approvedBy: object({ id, name: text }),
  disposedAt: moment,
  count,
  sha256: text,
  kept: keptAnswer,
  list: text,
};
const certificateAnswer = object({ ...certificateFields, requests: traces }, Object.keys(certificateFields));
const decision = { method: 'POST', roles: duties.decideDisposals, needsVersion: true, answer: oneDisposal } as const;

/** What the retention function serves; the OpenAPI document shows the same. */
export const retentionSpecs = {
  policy: {
    method: 'GET',
    path: '/api/v1/retention',
    summary: 'How long records are kept, the legal holds, and who is asked before anything is disposed of',
    roles: duties.seeRetention,
    status: 200,
    answer: policyAnswer,
  },
  change: {
    method: 'PATCH',
    path: '/api/v1/retention',
    summary: 'Change some of the retention rules, with a reason',
    roles: duties.changeRetention,
    needsVersion: true,
    body: change,
    status: 200,
    answer: policyAnswer,
  },
  placeHold: {
    method: 'POST',
    path: '/api/v1/retention/holds',
    summary: 'Place a legal hold: what it covers is not disposed of until it is lifted',
    roles: duties.placeHolds,
    body: z.strictObject({ id: z.uuidv7(), scope: holdScope, reason }),
    status: 201,
    answer: policyAnswer,
  },
  liftHold: {
    method: 'POST',
    path: '/api/v1/retention/holds/{id}/lift',
    summary: 'Lift a legal hold, with a reason',
    roles: duties.liftHolds,
    body: z.strictObject({ reason }),
    status: 200,
    answer: policyAnswer,
  },
  disposals: {
    method: 'GET',
    path: '/api/v1/disposals',
    summary: 'Disposals that were proposed, newest first',
    roles: duties.decideDisposals,
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(100).default(50),
      cursor: z.string().max(1000).optional(),
    }),
    status: 200,
    answer: object({ items: list(object(disposalFields, always)), next: text }, ['items']),
  },
  disposal: {
    method: 'GET',
    path: '/api/v1/disposals/{id}',
    summary: 'One disposal with its list of records',
    roles: duties.decideDisposals,
    status: 200,
    answer: oneDisposal,
  },
  approve: {
    ...decision,
    path: '/api/v1/disposals/{id}/approve',
    summary: 'Approve a disposal, but for what is to be kept; needs the password once more at POST /api/session/prove',
    body: disposalApproval,
    status: 202,
  },
  decline: {
    ...decision,
    path: '/api/v1/disposals/{id}/decline',
    summary: 'Keep everything on the list for another year; needs the password once more at POST /api/session/prove',
    body: disposalRefusal,
    status: 200,
  },
  certificate: {
    method: 'GET',
    path: '/api/v1/disposals/{id}/certificate',
    summary: 'The certificate of a disposal with its list, whose SHA-256 it states',
    roles: duties.decideDisposals,
    status: 200,
    answer: certificateAnswer,
  },
} as const;
