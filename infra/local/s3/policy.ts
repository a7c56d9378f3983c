import { z } from 'zod';
import {
  algorithm,
  parseCredential,
  parseTimestamp,
  sameSignature,
  signingKey,
  signWith,
  tolerance,
} from '../aws/signature.ts';
import type { Caller } from './call.ts';
import type { S3Options } from './plan.ts';
import { tokenRefusal } from '../aws/sigv4.ts';
import { accessDenied, S3Refusal, signatureRefusal } from './refusal.ts';

export type Fields = ReadonlyMap<string, string>;

const condition = z.union([
  z.record(z.string(), z.string()),
  z.tuple([z.enum(['eq', 'starts-with']), z.string().startsWith('$'), z.string()]),
  z.tuple([z.literal('content-length-range'), z.coerce.number(), z.coerce.number()]),
]);
const policyDocument = z.object({ expiration: z.iso.datetime(), conditions: z.array(condition) });

/** Fields that need no condition: they carry the policy itself or are outside it. */
const exempt = (name: string): boolean =>
  ['policy', 'x-amz-signature', 'file'].includes(name) || name.startsWith('x-ignore-');

const violated = (what: string): S3Refusal => accessDenied(`Invalid according to Policy: ${what}`);

export interface SizeLimits {
  smallest: number;
  largest: number;
}

/** Who signed the form. A form nobody signed is anonymous, and refused. */
export function verifyForm(fields: Fields, options: S3Options): Caller {
  const [policy, signature, timestamp] = ['policy', 'x-amz-signature', 'x-amz-date'].map((name) => fields.get(name));
  if (!policy || !signature || !timestamp) throw accessDenied();
  const scope = parseCredential(fields.get('x-amz-credential') ?? '');
  if (fields.get('x-amz-algorithm') !== algorithm || scope?.service !== 's3' || !timestamp.startsWith(scope.date))
    throw new S3Refusal(
      'InvalidArgument',
      'The form needs x-amz-algorithm, x-amz-credential and x-amz-date that agree.',
    );
  const sessionToken = fields.get('x-amz-security-token');
  const secret = options.secretOf(scope.accessKeyId, sessionToken);
  if (secret === undefined)
    throw new S3Refusal('InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.');
  if (typeof secret !== 'string') throw signatureRefusal(tokenRefusal(secret.refused));
  const key = signingKey(secret, scope.date, scope.region, scope.service);
  if (!sameSignature(signWith(key, policy), signature))
    throw new S3Refusal(
      'SignatureDoesNotMatch',
      'The policy was not signed by the key it names, or was changed since.',
    );
  const age = options.now().getTime() - parseTimestamp(timestamp);
  if (!(age >= -tolerance && age <= 7 * 24 * 3600 * 1000))
    throw accessDenied('The signature of the form is out of date.');
  const token = sessionToken === undefined ? {} : { sessionToken };
  return { accessKeyId: scope.accessKeyId, region: scope.region, payload: { kind: 'unsigned' }, ...token };
}

function read(policy: string): z.infer<typeof policyDocument> {
  try {
    const parsed = policyDocument.safeParse(JSON.parse(Buffer.from(policy, 'base64').toString('utf8')));
    if (parsed.success) return parsed.data;
  } catch {
    // Not JSON: refused below like any other malformed policy.
  }
  throw new S3Refusal('InvalidPolicyDocument', 'The policy is not a JSON document with an expiration and conditions.');
}

/** Holds every field to the signed policy; returns what it says about the size of the file. */
export function checkPolicy(given: Fields, bucket: string, now: Date): SizeLimits {
  const { expiration, conditions } = read(given.get('policy') ?? '');
  if (Date.parse(expiration) <= now.getTime()) throw violated('Policy expired.');
  const fields = new Map([...given, ['bucket', bucket]]);
  const covered = new Set<string>();
  const limits: SizeLimits = { smallest: 0, largest: 5 * 1024 ** 3 };
  const hold = (kind: string, name: string, wanted: string): void => {
    const value = fields.get(name) ?? '';
    covered.add(name);
    if (kind === 'eq' ? value === wanted : value.startsWith(wanted)) return;
    throw violated(`Policy Condition failed: ["${kind}", "$${name}", "${wanted}"]`);
  };
  for (const one of conditions) {
    if (!Array.isArray(one)) Object.entries(one).forEach(([name, wanted]) => hold('eq', name.toLowerCase(), wanted));
    else if (one[0] === 'content-length-range') Object.assign(limits, { smallest: one[1], largest: one[2] });
    else hold(one[0], one[1].slice(1).toLowerCase(), one[2]);
  }
  const extra = [...fields.keys()].find((name) => !covered.has(name) && !exempt(name));
  if (extra !== undefined) throw violated(`Extra input fields: ${extra}`);
  return limits;
}
