import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PASSWORD } from '#infra/local/demo/agencies.ts';
import { assembly } from '#test/support/assembly.ts';
import { fernwick, startStack, type TestStack } from '#test/support/stack.ts';
import { Browser } from '#test/support/visitor.ts';

const grant = 'cognito-idp:AdminInitiateAuth';
const copy = mkdtempSync(join(tmpdir(), 'stormledger-grants-'));
let stack: TestStack;

/** The assembly as somebody would deploy it who forgot one right. */
function withoutGrant(): string {
  cpSync(assembly, copy, { recursive: true });
  const templates = readdirSync(copy, { recursive: true, encoding: 'utf8' }).filter((one) =>
    one.endsWith('.template.json'),
  );
  const holding = templates.filter((one) => readFileSync(join(copy, one), 'utf8').includes(`"${grant}"`));
  expect(holding).toHaveLength(1);
  for (const template of holding) {
    const path = join(copy, template);
    writeFileSync(path, readFileSync(path, 'utf8').replaceAll(`"${grant}"`, '"cognito-idp:AdminGetUser"'));
  }
  return copy;
}

beforeAll(async () => {
  stack = await startStack({ assembly: withoutGrant() });
});
afterAll(async () => {
  await stack.close();
  rmSync(copy, { recursive: true });
});

describe('a grant that the template lacks', () => {
  it('fails here as it would on AWS, and the refusal says what is missing', async () => {
    const email = `viewer@${fernwick.domain}`;
    const { status } = await new Browser(stack.url).post('/api/session', { email, password: DEMO_PASSWORD });
    expect(status).toBe(500);
    const [pool] = stack.plan.pools;
    const missing = { Effect: 'Allow', Action: grant };
    expect(stack.denials().at(-1)).toMatchObject({ action: grant, role: expect.stringContaining('Session') as string });
    const message = stack.denials().at(-1)?.message ?? '';
    expect(message).toContain(`is not authorized to perform: ${grant} on resource: `);
    expect(message).toContain(`userpool/${pool?.id ?? ''}`);
    expect(message).toContain(`missing: ${JSON.stringify(missing).slice(0, -1)}`);
    expect(stack.usedPermissions().map(({ action }) => action)).not.toContain(grant);
  });
});
