import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Caller, Iam, Question } from '#infra/local/iam/index.ts';
import type { Role } from '#infra/local/iam/roles.ts';
import type { Call } from './caller.ts';
import type { Credentials } from './credentials.ts';

export interface StsOptions {
  readonly credentials: Credentials;
  readonly account: string;
  readonly iam: Iam;
  readonly enforced: boolean;
  now: () => Date;
}

type Answer = readonly [status: number, xml: string];

const namespace = 'https://sts.amazonaws.com/doc/2011-06-15/';
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);

export const stsRefusal = (status: number, code: string, message: string): Answer => [
  status,
  `<ErrorResponse xmlns="${namespace}"><Error><Type>Sender</Type><Code>${code}</Code><Message>${escaped(message)}</Message></Error></ErrorResponse>`,
];
const invalid = (message: string): Answer => stsRefusal(400, 'ValidationError', message);

function answer(action: string, fields: Readonly<Record<string, string>>, nested = ''): Answer {
  const content = Object.entries(fields).map(([name, value]) => `<${name}>${escaped(value)}</${name}>`);
  const result = `<${action}Result>${nested}${content.join('')}</${action}Result>`;
  return [200, `<${action}Response xmlns="${namespace}">${result}</${action}Response>`];
}

/** Seconds. A role that assumes a role gets an hour at most, whatever the role would allow. */
const chained = 3600;
const tagText = z
  .string()
  .max(256)
  .regex(/^[\p{L}\p{Z}\p{N}_.:/=+\-@]*$/u)
  .regex(/^(?!aws:)/i, 'aws: is kept for AWS.');
const wanted = z.object({
  RoleArn: z.string().min(20),
  RoleSessionName: z.string().regex(/^[\w+=,.@-]{2,64}$/),
  DurationSeconds: z.coerce.number().int().min(900).max(43_200).default(3600),
  tags: z.record(tagText.min(1).max(128), tagText).refine((all) => Object.keys(all).length <= 50),
  transitive: z.array(z.string()),
});
type Wanted = z.infer<typeof wanted>;

/** Keys that differ in their case alone are one key to STS, though it keeps the case. */
const sameKey = (one: string) => (other: string) => one.toLowerCase() === other.toLowerCase();
const repeated = (keys: readonly string[]) => keys.find((key, at) => keys.findIndex(sameKey(key)) < at);

/** `AROA` and 17 characters stand for a role whatever its name; a role made anew in its place would have others. */
function roleId({ arn }: Role): string {
  const digest = createHash('sha256').update(arn).digest('hex').toUpperCase();
  return `AROA${digest.slice(0, 17)}`;
}

/** `Tags.member.1.Key=a&Tags.member.1.Value=b`, as the query protocol spells lists. */
const tagMembers = (form: URLSearchParams) => [...form].filter(([name]) => /^Tags\.member\.\d+\.Key$/.test(name));

function read(form: URLSearchParams): z.ZodSafeParseResult<Wanted> {
  const members = tagMembers(form);
  const tags = members.map(([name, key]) => [key, form.get(name.replace(/Key$/, 'Value')) ?? ''] as const);
  const transitive = [...form].filter(([name]) => name.startsWith('TransitiveTagKeys.')).map(([, key]) => key);
  return wanted.safeParse({ ...Object.fromEntries(form), tags: Object.fromEntries(tags), transitive });
}

function questions(role: Role, { RoleSessionName, tags, transitive }: Wanted, inherited: boolean): Question[] {
  const keys = Object.keys(tags);
  const requested = keys.map((key) => [`aws:RequestTag/${key}`, tags[key] ?? ''] as const);
  const context = {
    'sts:RoleSessionName': RoleSessionName,
    ...Object.fromEntries(requested),
    ...(keys.length > 0 && { 'aws:TagKeys': keys }),
    ...(transitive.length > 0 && { 'sts:TransitiveTagKeys': transitive }),
  };
  const about = (action: string): Question => ({ action, resource: role.arn, context });
  return keys.length > 0 || inherited ? [about('sts:AssumeRole'), about('sts:TagSession')] : [about('sts:AssumeRole')];
}

/** Tags that the session before passes on whether its holder wants it or not. */
const inheritedBy = (caller: Caller | undefined): Record<string, string> =>
  Object.fromEntries((caller?.transitive ?? []).map((key) => [key, caller?.tags[key] ?? '']));

function assumeRole(form: URLSearchParams, call: Call, { iam, credentials, enforced, now }: StsOptions): Answer {
  if (form.has('Policy') || form.has('PolicyArns.member.1.arn'))
    return invalid('Session policies are not part of the local STS.');
  const twice = repeated(tagMembers(form).map(([, key]) => key));
  if (twice !== undefined) return invalid(`The session tag ${twice} is given twice; tag keys have no case.`);
  const parsed = read(form);
  if (!parsed.success) return invalid(z.prettifyError(parsed.error));
  const { RoleArn, RoleSessionName, DurationSeconds, tags, transitive } = parsed.data;
  const caller = iam.callerOf(call);
  const role = iam.roles.get(RoleArn);
  if (!role) {
    const who = caller?.arn ?? 'operator';
    return stsRefusal(
      403,
      'AccessDenied',
      `User: ${who} is not authorized to perform: sts:AssumeRole on resource: ${RoleArn}. The template has no such role.`,
    );
  }
  if (caller && DurationSeconds > chained)
    return invalid(
      'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.',
    );
  if (DurationSeconds > role.maxSessionSeconds)
    return invalid('The requested DurationSeconds exceeds the MaxSessionDuration set for this role.');
  const inherited = inheritedBy(caller);
  const overwritten = Object.keys(inherited).find((key) => Object.keys(tags).some(sameKey(key)));
  if (overwritten !== undefined)
    return invalid(`The session tag ${overwritten} is transitive and cannot be overwritten.`);
  const asked = questions(role, parsed.data, Object.keys(inherited).length > 0);
  const refusal = caller && enforced ? iam.refuseTrust(caller, role, asked) : undefined;
  if (refusal !== undefined) return stsRefusal(403, 'AccessDenied', refusal);
  const issued = credentials.sessions.issue({
    role: role.arn,
    name: RoleSessionName,
    tags: { ...tags, ...inherited },
    transitive: [...transitive, ...Object.keys(inherited)],
    expires: now().getTime() + DurationSeconds * 1000,
  });
  const arn = iam.callerOf(issued)?.arn ?? '';
  const fields = {
    AccessKeyId: issued.accessKeyId,
    SecretAccessKey: issued.secretAccessKey,
    SessionToken: issued.sessionToken,
    Expiration: issued.expiration.toISOString(),
  };
  const credential = Object.entries(fields).map(([name, value]) => `<${name}>${value}</${name}>`);
  const user = `<AssumedRoleUser><Arn>${escaped(arn)}</Arn><AssumedRoleId>${roleId(role)}:${escaped(RoleSessionName)}</AssumedRoleId></AssumedRoleUser>`;
  return answer('AssumeRole', {}, `<Credentials>${credential.join('')}</Credentials>${user}`);
}

/** STS's query protocol: who one is, and becoming a role. */
export function sts(body: Buffer, call: Call, options: StsOptions): Answer {
  const form = new URLSearchParams(body.toString());
  const action = form.get('Action') ?? '';
  if (action === 'AssumeRole') return assumeRole(form, call, options);
  if (action !== 'GetCallerIdentity')
    return stsRefusal(400, 'InvalidAction', `The local STS has no ${action.replaceAll(/\W/g, '')}.`);
  const { account, iam } = options;
  const caller = iam.callerOf(call);
  const Arn = caller?.arn ?? `arn:aws:iam::${account}:user/operator`;
  const UserId = caller ? `${roleId(caller.role)}:${Arn.slice(Arn.lastIndexOf('/') + 1)}` : call.accessKeyId;
  return answer('GetCallerIdentity', { Arn, UserId, Account: account });
}
