import * as z from 'zod';
import type { Plan } from '#infra/local/template/plan.ts';
import type { Statement } from './simulate.ts';

export interface Role {
  readonly name: string;
  readonly arn: string;
  readonly statements: readonly Statement[];
  readonly trust: readonly Statement[];
  readonly maxSessionSeconds: number;
}

const oneOrMore = <S extends z.ZodType>(schema: S) =>
  z.union([z.array(schema), schema.transform((one): z.output<S>[] => [one])]);
const statement = z.looseObject({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: oneOrMore(z.string()).default([]),
});
const document = z.looseObject({ Statement: oneOrMore(statement) });

export const statementsOf = (policy: unknown): Statement[] =>
  document.parse(policy).Statement.map((one, index) => ({
    name: one.Sid ?? `#${index + 1}`,
    effect: one.Effect,
    actions: one.Action,
    document: one,
  }));

/** Every role of the template with all that is attached to it, by ARN. AWS's own managed policies grant logs only. */
export function rolesOf(plan: Plan): Map<string, Role> {
  const roles = plan.roles.map(({ name, arn, trust, inline, maxSessionSeconds }): Role => {
    const attached = plan.policies.filter((one) => one.roles.includes(name)).map((one) => one.document);
    return {
      name,
      arn,
      maxSessionSeconds,
      trust: statementsOf(trust),
      statements: [...inline, ...attached].flatMap(statementsOf),
    };
  });
  return new Map(roles.map((role) => [role.arn, role]));
}

/** IAM compares actions without regard to case. */
export const covers = (pattern: string, action: string): boolean => {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i').test(action);
};

const selections = new WeakMap<Role, Map<string, readonly Statement[]>>();

/** The statements that can say anything about an action. The others would only be read again with every new key. */
export function concerning(role: Role, action: string): readonly Statement[] {
  const known = selections.get(role) ?? new Map<string, readonly Statement[]>();
  selections.set(role, known);
  const found =
    known.get(action) ??
    role.statements.filter(
      (one) => 'NotAction' in one.document || one.actions.some((pattern) => covers(pattern, action)),
    );
  known.set(action, found);
  return found;
}
