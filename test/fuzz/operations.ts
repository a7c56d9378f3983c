import { operationsOf } from './document.ts';

/** Left out, with the reason: every other request needs the session that it ends. */
const leftOut: Readonly<Record<string, string>> = {
  'POST /api/v1/sessions/end-all': 'Ends all sessions of the caller; access-events.stack.test.ts has it.',
};

/** The coordinator tries what a coordinator may do, the administrator what nobody else may. */
export const operationsFor = (role: 'coordinator' | 'admin', document: unknown): ReadonlyMap<string, string> => {
  const operations = operationsOf(document);
  const unknown = Object.keys(leftOut).filter((name) => !operations.some(([known]) => known === name));
  if (unknown.length > 0) throw new Error(`Left out, but not in the description: ${unknown.join(', ')}.`);
  return new Map(
    operations
      .filter(([name]) => !(name in leftOut))
      .filter(([, { description }]) => (role === 'coordinator') === /\bcoordinator\b/.test(description))
      .map(([name, { operationId }]) => [name, operationId]),
  );
};
