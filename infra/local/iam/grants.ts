import type { Role } from './roles.ts';
import type { Statement } from './simulate.ts';

/** The smallest part of a policy that can be taken away: one action on one resource, both as they are written there. */
export interface Grant {
  readonly role: string;
  readonly statement: string;
  readonly action: string;
  readonly resource: string;
}

const texts = (value: unknown): string[] => (Array.isArray(value) ? value : [value]).map(String);

/** What one statement allows, each part with the statement that would say it alone. */
export const grantsIn = (role: string, statement: Statement): [Grant, Statement][] => {
  const { name, effect, actions, document } = statement;
  if (effect !== 'Allow') return [];
  return actions.flatMap((action) =>
    texts(document['Resource']).map((resource): [Grant, Statement] => [
      { role, statement: name, action, resource },
      { ...statement, actions: [action], document: { ...document, Action: action, Resource: resource } },
    ]),
  );
};

export const grantsOf = (role: Role): Grant[] =>
  role.statements.flatMap((statement) => grantsIn(role.name, statement).map(([grant]) => grant));
