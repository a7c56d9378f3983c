import { runUnsafeSimulation } from '@cloud-copilot/iam-simulate';

/** One call as IAM sees it. */
export interface Question {
  readonly action: string;
  readonly resource: string;
  /** Condition keys; one that has no value is left out, never empty: `Null` asks whether it is there. */
  readonly context: Readonly<Record<string, string | readonly string[]>>;
}

export interface Statement {
  /** Sid, or the statement's place in its policy. */
  readonly name: string;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly document: Readonly<Record<string, unknown>>;
}

export type Verdict = 'Allowed' | 'ExplicitlyDenied' | 'ImplicitlyDenied';

export interface Evaluation {
  readonly account: string;
  /** ARN of the session that calls. */
  readonly principal: string;
  readonly identity: readonly Statement[];
  /** Bucket policy or trust policy; absent where the resource has none. */
  readonly resource?: readonly Statement[] | undefined;
}

const policy = (name: string, statements: readonly Statement[]) => ({
  name,
  policy: { Version: '2012-10-17', Statement: statements.map(({ document }) => document) },
});

/** The simulator reads a policy's name from this wrapper; a bare resource policy has none and it stops. */
const named = ({ name, policy: policyDocument }: ReturnType<typeof policy>) => ({
  __validated: true,
  errors: [],
  policyDocument,
  metadata: { name },
});

export function simulate({ account, principal, identity, resource }: Evaluation, question: Question): Verdict {
  const contextVariables = Object.fromEntries(
    Object.entries(question.context).map(([key, value]) => [key, typeof value === 'string' ? value : [...value]]),
  );
  return runUnsafeSimulation(
    {
      request: {
        principal,
        action: question.action,
        resource: { resource: question.resource, accountId: account },
        contextVariables,
      },
      identityPolicies: [policy('role', identity)],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resource && { resourcePolicy: named(policy('resource', resource)) }),
    },
    {},
  );
}
