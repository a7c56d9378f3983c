import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import setup from '#test/support/assembly.ts';
import { makeOneOfEach } from '#test/support/make.ts';
import { startStack, type TestStack } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import { jobAims, memberAims, type Aims } from './aims.ts';
import { deskAims } from './desk-aims.ts';
import { aimedAt, type Links } from './document.ts';
import { operationsFor } from './operations.ts';
import { furtherAims, recordAims } from './record-aims.ts';
import { retentionAims } from './retention-aims.ts';
import { tryOut, type Count } from './schemathesis.ts';

const [, , program = '', results = ''] = process.argv;
const reports = join(import.meta.dirname, '..', '..', '.build', 'fuzz');

type People = Readonly<Record<'coordinator' | 'admin', Visitor>>;

const aimsFor = async (stack: TestStack, { coordinator, admin }: People): Promise<[Aims, Links]> => {
  const elsewhere = await stack.as('coordinator');
  const { body } = await elsewhere.get('/api/v1/sessions');
  const { id } = body.items.find(({ current }: { current: boolean }) => current);
  const made = await makeOneOfEach(coordinator);
  const aims: Aims = {
    'POST /api/v1/sessions/{id}/end': { id },
    ...(await recordAims(coordinator, made)),
    ...(await furtherAims(coordinator, stack.idle)),
    ...(await jobAims(coordinator)),
    ...(await deskAims(coordinator, made)),
    ...(await retentionAims(coordinator)),
    ...(await memberAims(admin)),
    'GET /api/v1/audit/entry': { query: { type: 'site', id: made.site, version: '1' } },
  };
  return [aims, { ...made, onId: made.structure, inspector: coordinator.member.id }];
};

mkdirSync(reports, { recursive: true });
await setup();
const stack = await startStack();
try {
  const people = { coordinator: await stack.as('coordinator'), admin: await stack.as('admin') };
  const { body: served } = await people.admin.get('/api/v1/openapi.json');
  const [aims, links] = await aimsFor(stack, people);
  const description = join(reports, 'openapi.json');
  writeFileSync(description, JSON.stringify(aimedAt(served, aims, links)));
  const deadline = Date.now() + 150_000;
  const counts: Count[] = [];
  for (const role of ['admin', 'coordinator'] as const) {
    const run = { program, description, aims, deadline, report: join(reports, `${role}.ndjson`) };
    counts.push(await tryOut(run, people[role], operationsFor(role, served)));
  }
  const numPassedTests = counts.reduce((all, { passed }) => all + passed, 0);
  const numFailedTests = counts.reduce((all, { failed }) => all + failed, 0);
  writeFileSync(results, JSON.stringify({ numPassedTests, numFailedTests, numFailedTestSuites: 0 }));
  console.log(`${numPassedTests} operations passed, ${numFailedTests} failed`);
  if (numFailedTests > 0) process.exitCode = 1;
} finally {
  await stack.close();
}
