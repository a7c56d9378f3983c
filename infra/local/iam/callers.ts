import type { Credentials } from '#infra/local/endpoint/credentials.ts';
import type { Role } from './roles.ts';
import type { Question } from './simulate.ts';

/** A role at work: a function's own, or one that somebody assumed. */
export interface Caller {
  readonly role: Role;
  /** ARN of the session. */
  readonly arn: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly transitive: readonly string[];
  /** The condition keys that say who calls. */
  readonly context: Question['context'];
}

export interface Bearer {
  readonly accessKeyId: string;
  readonly sessionToken?: string | undefined;
}

/** Undefined stands for the operator, who may do everything. */
export type CallerOf = (bearer: Bearer) => Caller | undefined;

export function createCallers(account: string, roles: ReadonlyMap<string, Role>, credentials: Credentials): CallerOf {
  const callerOf = (arn: string, name: string, tags: Caller['tags'], transitive: readonly string[]): Caller => {
    const role = roles.get(arn);
    if (!role) throw new Error(`The template has no role ${arn}, under which ${name} runs.`);
    const principal = `arn:aws:sts::${account}:assumed-role/${role.name}/${name}`;
    const tagged = Object.entries(tags).map(([key, value]) => [`aws:PrincipalTag/${key}`, value] as const);
    const context = {
      'aws:PrincipalArn': role.arn,
      'aws:PrincipalAccount': account,
      'aws:PrincipalType': 'AssumedRole',
      'aws:SecureTransport': 'true',
      ...Object.fromEntries(tagged),
    };
    return { role, arn: principal, tags, transitive, context };
  };
  const functions = new Map<string, Caller>();
  return ({ accessKeyId, sessionToken }) => {
    const session = credentials.sessions.read(accessKeyId, sessionToken);
    if (session) return callerOf(session.role, session.name, session.tags, session.transitive);
    const plan = credentials.functionOf(accessKeyId);
    if (!plan) return undefined;
    const known = functions.get(accessKeyId) ?? callerOf(plan.role, plan.name, {}, []);
    functions.set(accessKeyId, known);
    return known;
  };
}
