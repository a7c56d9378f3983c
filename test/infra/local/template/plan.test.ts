import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { loadPlan } from '#infra/local/template/index.ts';
import { fixtureAssembly } from '#test/infra/local/support/assembly.ts';

interface Template {
  Resources: Record<string, { Type: string; Properties?: Record<string, unknown> }>;
}

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of the fixture's assembly with one stack template changed. */
function changed(change: (template: Template) => void): string {
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  folders.push(folder);
  cpSync(fixtureAssembly(), folder, { recursive: true, filter: (path) => !path.includes('asset.') });
  const file = join(folder, 'Fixture-Service.template.json');
  const template = JSON.parse(readFileSync(file, 'utf8')) as Template;
  change(template);
  writeFileSync(file, JSON.stringify(template));
  return folder;
}

const plan = loadPlan(fixtureAssembly());

test('an unknown resource type stops the start with its type and logical id', () => {
  const folder = changed(({ Resources }) => {
    Resources['Cluster1'] = { Type: 'AWS::ECS::Cluster' };
  });
  expect(() => loadPlan(folder)).toThrow('AWS::ECS::Cluster Cluster1 (Fixture-Service): unknown resource type.');
});

test('an unknown property stops the start with its type, logical id and name', () => {
  const folder = changed(({ Resources }) => {
    Object.assign(Resources['echoDAF23D50']?.Properties ?? {}, { SnapStart: { ApplyOn: 'PublishedVersions' } });
  });
  expect(() => loadPlan(folder)).toThrow(
    'AWS::Lambda::Function echoDAF23D50 (Fixture-Service): unknown property SnapStart.',
  );
});

test('an unknown nested property is named with its path', () => {
  const folder = changed(({ Resources }) => {
    const schedule = Resources['Sweep576358E8']?.Properties?.['Target'] as Record<string, unknown>;
    schedule['EcsParameters'] = {};
  });
  expect(() => loadPlan(folder)).toThrow(
    'AWS::Scheduler::Schedule Sweep576358E8 (Fixture-Service): unknown property Target.EcsParameters.',
  );
});

test('every problem of a template is told at once', () => {
  const folder = changed(({ Resources }) => {
    Resources['One'] = { Type: 'AWS::EC2::VPC' };
    Resources['Two'] = { Type: 'AWS::EC2::Subnet' };
  });
  expect(() => loadPlan(folder)).toThrow(/AWS::EC2::VPC One[\s\S]*AWS::EC2::Subnet Two/);
});

test('an attribute the runner does not know stops the start', () => {
  const folder = changed(({ Resources }) => {
    Object.assign(Resources['echoDAF23D50']?.Properties ?? {}, {
      Description: { 'Fn::GetAtt': ['echoDAF23D50', 'SnapStartResponse'] },
    });
  });
  expect(() => loadPlan(folder)).toThrow('Fn::GetAtt echoDAF23D50.SnapStartResponse');
});

test('names cross from the exporting stack into environment, mapping, rule and edge', () => {
  const [table] = plan.tables;
  const [uploads] = plan.buckets;
  expect(plan.functions.find(({ shortName }) => shortName === 'echo')?.environment).toEqual({
    TABLE_NAME: table?.name,
  });
  expect(plan.mappings[0]?.tableArn).toBe(table?.arn);
  expect(plan.rules[0]?.pattern).toMatchObject({ detail: { bucket: { name: [uploads?.name] } } });
  expect(plan.headerPolicies[0]?.headers[0]?.value).toContain(`https://${uploads?.host ?? ''}`);
});

test('bucket notifications reach the bucket plan, and deployment tools are left out', () => {
  expect(plan.buckets.map(({ eventBridge }) => eventBridge)).toEqual([true, false]);
  expect(plan.functions.map(({ shortName }) => shortName).sort()).toEqual([
    'echo',
    'flaky',
    'identity',
    'seen',
    'slow',
  ]);
  expect(plan.notRun.map(({ type }) => type)).toContain('AWS::Lambda::LayerVersion');
});

test('roles and policies stay in the plan', () => {
  const role = plan.functions.find(({ shortName }) => shortName === 'echo')?.role;
  expect(plan.roles.map(({ arn }) => arn)).toContain(role);
  expect(JSON.stringify(plan.policies)).toContain('dynamodb:PutItem');
});
