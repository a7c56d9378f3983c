import type { Credentials } from '#infra/local/endpoint/credentials.ts';
import type { Plan } from '#infra/local/template/plan.ts';
import { createCallers, type Bearer, type Caller, type CallerOf } from './callers.ts';
import { refusalOf } from './explain.ts';
import { grantsIn, type Grant } from './grants.ts';
import { concerning, covers, rolesOf, statementsOf, type Role } from './roles.ts';
import { simulate, type Evaluation, type Question, type Statement, type Verdict } from './simulate.ts';

export type { Bearer, Caller } from './callers.ts';
export type { Grant } from './grants.ts';
export type { Question } from './simulate.ts';

export interface Denial {
  readonly at: string;
  readonly role: string;
  readonly action: string;
  readonly resource: string;
  readonly message: string;
}

export interface Iam {
  callerOf: CallerOf;
  /** A sentence that refuses, or undefined. `quietly` asks without the answer counting as a denial or as a use. */
  refuse: (bearer: Bearer, questions: readonly Question[], quietly?: boolean) => string | undefined;
  /** As `refuse`, of a role's trust policy. */
  refuseTrust: (caller: Caller, role: Role, questions: readonly Question[]) => string | undefined;
  roles: ReadonlyMap<string, Role>;
  /** Newest last. */
  denials: () => readonly Denial[];
  /** The grants that calls have made use of. */
  used: () => readonly Grant[];
}

export interface IamOptions {
  readonly plan: Plan;
  readonly credentials: Credentials;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

const mostVerdicts = 20_000;
const mostDenials = 200;

/** The policies of buckets and keys, by ARN. A key opens to nobody whom its own policy does not let the account decide on. */
const resourcePolicies = ({ bucketPolicies, signingKeys }: Plan): Map<string, Statement[]> =>
  new Map([
    ...bucketPolicies.map(({ bucket, document }) => [`arn:aws:s3:::${bucket}`, statementsOf(document)] as const),
    ...signingKeys.map(({ arn, policy }) => [arn, statementsOf(policy)] as const),
  ]);

/** The template's policies, asked before every call to a service as AWS asks them. */
export function createIam({ plan, credentials, now, log }: IamOptions): Iam {
  const roles = rolesOf(plan);
  const callerOf = createCallers(plan.account, roles, credentials);
  const policies = resourcePolicies(plan);
  const verdicts = new Map<string, Verdict>();
  const denials: Denial[] = [];
  const used = new Map<string, Grant>();

  const asked = (caller: Caller, question: Question): Question => ({
    ...question,
    context: { 'aws:RequestedRegion': plan.region, ...caller.context, ...question.context },
  });

  /** A key's own policy must agree as well, and allows nothing without a grant: so each grant is asked with it. */
  const note = (evaluation: Evaluation, role: string, statements: readonly Statement[], question: Question): void => {
    if (simulate({ ...evaluation, identity: [] }, question) === 'Allowed') return;
    for (const [grant, alone] of statements.flatMap((statement) => grantsIn(role, statement))) {
      const name = JSON.stringify(grant);
      if (used.has(name) || !covers(grant.action, question.action)) continue;
      if (simulate({ ...evaluation, identity: [alone] }, question) === 'Allowed') used.set(name, grant);
    }
  };

  const deny = (caller: Caller, verdict: Verdict, evaluation: Evaluation, question: Question): string => {
    const message = refusalOf(caller.role.name, verdict, evaluation, question);
    const { action, resource } = question;
    denials.push({ at: now().toISOString(), role: caller.role.name, action, resource, message });
    if (denials.length > mostDenials) denials.shift();
    log(`denied: ${message}`);
    return message;
  };

  const judge = (caller: Caller, plain: Question, resource: readonly Statement[] | undefined, quietly: boolean) => {
    const question = asked(caller, plain);
    const { role, arn: principal } = caller;
    const evaluation: Evaluation = {
      account: plan.account,
      principal,
      identity: concerning(role, plain.action),
      resource,
    };
    const key = JSON.stringify([principal, plain.action, plain.resource, question.context, quietly]);
    const known = verdicts.get(key);
    const verdict = known ?? simulate(evaluation, question);
    if (known === undefined) {
      if (verdicts.size >= mostVerdicts) verdicts.clear();
      verdicts.set(key, verdict);
      if (verdict === 'Allowed' && !quietly) note(evaluation, role.name, evaluation.identity, question);
    }
    if (verdict === 'Allowed') return undefined;
    return quietly ? 'Access Denied' : deny(caller, verdict, evaluation, question);
  };

  const firstRefusal = (judged: (question: Question) => string | undefined, questions: readonly Question[]) => {
    for (const question of questions) {
      const refusal = judged(question);
      if (refusal !== undefined) return refusal;
    }
    return undefined;
  };

  return {
    roles,
    callerOf,
    refuse: (bearer, questions, quietly = false) => {
      const caller = callerOf(bearer);
      if (!caller) return undefined;
      return firstRefusal((question) => {
        const [bucket = ''] = question.resource.split('/');
        return judge(caller, question, policies.get(question.resource) ?? policies.get(bucket), quietly);
      }, questions);
    },
    refuseTrust: (caller, role, questions) =>
      firstRefusal((question) => judge(caller, question, role.trust, false), questions),
    denials: () => denials,
    used: () => [...used.values()],
  };
}
