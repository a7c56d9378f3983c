import * as z from 'zod';
import { kind, noEffect, tags, type Kind } from '../kind.ts';

/** Of the keys that sign, the one kind that the product uses. Keys that encrypt have no counterpart on one machine. */
const key = z.union([
  z.strictObject({
    KeySpec: z.literal('ECC_NIST_P256'),
    KeyUsage: z.literal('SIGN_VERIFY'),
    Description: noEffect('For people.'),
    KeyPolicy: z.record(z.string(), z.unknown()),
    PendingWindowInDays: noEffect('Nothing is deleted here.'),
    Tags: tags,
  }),
  z.looseObject({
    KeySpec: z.literal('SYMMETRIC_DEFAULT').optional(),
    KeyUsage: z.literal('ENCRYPT_DECRYPT').optional(),
  }),
]);

export const keyKinds: Readonly<Record<string, Kind>> = {
  'AWS::KMS::Key': kind(key, (plan, at, its) => {
    const { type, logicalId } = at;
    if (its.KeyUsage === 'SIGN_VERIFY') plan.signingKeys.push({ id: at.ref, arn: at.arn(), policy: its.KeyPolicy });
    else plan.notRun.push({ type, logicalId, reason: 'Encryption at rest is on AWS only.' });
  }),
};
