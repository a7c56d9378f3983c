import { expect, test } from 'vitest';
import { kept, theOne } from '#infra/ops/aws.ts';
import { synthesize } from '#test/infra/stacks/synthesized.ts';

test('what the operator works on is found in the stacks as they are deployed, and nothing is guessed', () => {
  const prod = synthesize('prod');
  for (const what of [kept.table, kept.pool]) {
    const { Resources } = prod.template[what.stack === kept.table.stack ? 'Data' : 'Identity'].toJSON() as {
      Resources: Record<string, { Type: string }>;
    };
    const deployed = Object.entries(Resources).map(([id, { Type }]) => ({
      ResourceType: Type,
      PhysicalResourceId: id,
    }));
    const one = theOne(deployed, what);
    expect(Resources[one]?.Type).toBe(what.type);
    expect(() => theOne([...deployed, ...deployed], what)).toThrow('2 resources of type');
    expect(() => theOne([], what)).toThrow('0 resources');
  }
}, 60_000);
