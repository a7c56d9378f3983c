import type { DynamoDBRecord } from 'aws-lambda';
import * as z from 'zod';
import { fromAnyImage } from '#functions/lib/store/index.ts';
import { FIRST_SIGN_IN, mailedEvents } from '#shared/model/notice.ts';
import { SYSTEM_MEMBER, tenantIdPattern } from '#shared/model/principal.ts';
import { closing } from '#shared/permit/closing.ts';
import type { Notice } from './notice.ts';

const event = z.object({
  entity: z.literal('access'),
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum(mailedEvents),
  memberId: z.uuid(),
  by: z.uuid().optional(),
  detail: z.string().optional(),
});
const member = z.object({
  entity: z.literal('member'),
  id: z.uuid(),
  email: z.string().default(''),
  status: z.string(),
  version: z.number().default(1),
});
const tenant = z.object({ entity: z.literal('tenant'), closing: closing.optional() });

type Where = Pick<Notice, 'tenantId' | 'at'>;

const toAdministrators = new Set<string>(['closingStarted', 'closingCancelled']);

const ofEvent = ({ tenantId }: Where, { id, at, kind, memberId, by, detail }: z.output<typeof event>): Notice[] =>
  kind === 'passwordChanged' && detail === FIRST_SIGN_IN
    ? []
    : [
        {
          id,
          tenantId,
          kind,
          at,
          by: by ?? memberId,
          to: toAdministrators.has(kind) ? 'administrators' : { member: memberId },
        },
      ];

/** The address as it was: whoever took somebody's account over must not be the only one who hears of it. */
const ofMember = (where: Where, was: z.output<typeof member>, is: z.output<typeof member>): Notice[] =>
  was.email === '' || is.email === '' || was.email === is.email
    ? []
    : [
        {
          ...where,
          id: `email#${is.version}`,
          kind: 'emailChanged',
          by: is.id,
          to: { member: is.id, address: was.email },
        },
      ];

const ofTenant = (where: Where, was: z.output<typeof tenant>, is: z.output<typeof tenant>): Notice[] => {
  const { remindedAt, deletion, startedAt } = is.closing ?? {};
  const told = { ...where, by: SYSTEM_MEMBER, to: 'administrators' } as const;
  if (deletion !== undefined && was.closing?.deletion === undefined)
    return [{ ...told, id: `deletion#${startedAt}`, kind: 'deletionBegun', at: deletion.begunAt }];
  if (remindedAt !== undefined && was.closing?.remindedAt === undefined)
    return [{ ...told, id: `reminder#${startedAt}`, kind: 'closingReminder', at: remindedAt }];
  return [];
};

const whereOf = ({ dynamodb }: DynamoDBRecord): Where => {
  const [tenantId = ''] = (dynamodb?.Keys?.['pk']?.S ?? '').split('#');
  if (!tenantIdPattern.test(tenantId)) throw new Error('A change of no agency.');
  return { tenantId, at: new Date((dynamodb?.ApproximateCreationDateTime ?? 0) * 1000).toISOString() };
};

/** What a change of the table has to be told by mail. Most have nothing. Throws when it is not what we write. */
export const noticesOf = (change: DynamoDBRecord): Notice[] => {
  const { NewImage, OldImage } = change.dynamodb ?? {};
  const [was, is] = [OldImage && fromAnyImage(OldImage), NewImage && fromAnyImage(NewImage)];
  const where = whereOf(change);
  if (is?.['entity'] === 'access' && was === undefined) return ofEvent(where, event.parse(is));
  if (is?.['entity'] === 'member' && was !== undefined) return ofMember(where, member.parse(was), member.parse(is));
  if (is?.['entity'] === 'tenant' && was !== undefined) return ofTenant(where, tenant.parse(was), tenant.parse(is));
  return [];
};
