import { v7 } from 'uuid';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { starters } from '#shared/permit/redaction/starters.ts';
import { profileText } from '#shared/permit/redaction/stored-profile.ts';
import { make } from '#test/support/make.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';

let stack: TestStack;
let coordinator: Visitor;
beforeAll(async () => {
  stack = await startStack();
  coordinator = await stack.as('coordinator');
});
afterAll(() => stack.close());

const terms = (...list: string[]) => profileText(aProfile(aRule({ kind: 'terms', terms: list })));
const at = (id: string) => `/api/v1/redaction-profiles/${id}`;

describe('a redaction profile', () => {
  it('is kept from a starter set, and each change of it is a version with its history', async () => {
    const { id } = await make(coordinator, 'redactionProfile', {
      name: 'Complaints',
      rules: profileText(starters[0]?.profile ?? aProfile()),
    });
    const changed = await coordinator.patch(at(id), 1, { values: { rules: terms('Jo Sample') } });
    expect(changed.status).toBe(200);
    const late = await coordinator.patch(at(id), 1, { values: { rules: terms('Nobody') } });
    expect(late.body.code).toBe('stale');
    await stack.idle();
    const { items } = (await coordinator.get(`${at(id)}/history`)).body;
    expect(items.map((entry: { verb: string }) => entry.verb)).toEqual(['change', 'create']);
  });

  it('is refused when a rule would withhold what is public by rule, or says no exemption', async () => {
    const outfalls = aProfile(aRule({ kind: 'fields', recordType: 'outfall', fields: ['location'] }));
    for (const rules of [profileText(outfalls), '{"rules":[{"kind":"terms","id":"a","terms":["Jo Sample"]}]}', 'x']) {
      const { status, body } = await coordinator.post('/api/v1/redaction-profiles', {
        id: v7(),
        values: { name: 'Wrong', rules },
      });
      expect(status).toBe(422);
      expect(JSON.stringify(body)).toContain('values.rules');
    }
  });

  it('is changed by coordinators and administrators only, and its terms are hidden from viewers', async () => {
    const { id } = await make(coordinator, 'redactionProfile', { rules: terms('Jo Sample') });
    const [viewer, inspector] = [await stack.as('viewer'), await stack.as('inspector')];
    const seen = await viewer.get(at(id));
    expect(seen.status).toBe(200);
    expect(JSON.stringify(seen.body)).not.toContain('Jo Sample');
    for (const visitor of [viewer, inspector])
      expect((await visitor.patch(at(id), 1, { values: { name: 'Mine' } })).status).toBe(403);
    expect((await inspector.get(at(id))).status).toBe(403);
  });
});
