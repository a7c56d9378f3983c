import { loadAssembly, type Assembly, type JsonObject, type Stack } from './assembly.ts';
import { ignored } from './ignored.ts';
import type { Kind, Place } from './kind.ts';
import { emptyPlan, type Plan } from './plan.ts';
import { apiKinds } from './resources/api.ts';
import { computeKinds } from './resources/compute.ts';
import { dataKinds } from './resources/data.ts';
import { edgeKinds } from './resources/edge.ts';
import { identityKinds } from './resources/identity.ts';
import { keyKinds } from './resources/key.ts';
import { mailKinds } from './resources/mail.ts';
import { secretKinds } from './resources/secret.ts';
import { createResolver, type Located, type Resolver } from './resolve.ts';

const kinds: Readonly<Record<string, Kind>> = {
  ...dataKinds,
  ...computeKinds,
  ...identityKinds,
  ...apiKinds,
  ...edgeKinds,
  ...secretKinds,
  ...keyKinds,
  ...mailKinds,
};

/** These amend what another resource put into the plan, so they are read after everything else. */
const amendments = new Set(['Custom::S3BucketNotifications', 'AWS::Lambda::EventInvokeConfig']);

/** Everything the runner cannot run, said at once: a template that half works is worse than one that stops. */
export class TemplateError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The template cannot run locally:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.name = 'TemplateError';
    this.problems = problems;
  }
}

function located(stack: Stack, resolver: Resolver): Located[] {
  return Object.entries(stack.template.Resources)
    .filter(([, { Condition }]) => Condition === undefined || resolver.condition(stack, Condition))
    .map(([logicalId, { Type }]) => ({ stack, logicalId, type: Type }));
}

/** Functions behind custom resources run while deploying and never afterwards. */
function deploymentFunctions(all: readonly Located[], resolver: Resolver): Set<string> {
  const tokens = all
    .filter(({ type }) => type.startsWith('Custom::') || type === 'AWS::CloudFormation::CustomResource')
    .map((at) => resolver.properties(at)['ServiceToken']);
  return new Set(tokens.filter((token) => typeof token === 'string'));
}

function placeOf(at: Located, assembly: Assembly, resolver: Resolver): Place {
  const identity = resolver.identity(at.stack, at.logicalId);
  const arn = (): string => {
    const found = identity.attributes('Arn');
    if (found === undefined) throw new Error(`${at.type} ${at.logicalId} has no ARN.`);
    return found;
  };
  const label = at.stack.template.Resources[at.logicalId]?.Metadata?.['stormledger:function'];
  return { ...at, assembly, ref: identity.ref, arn, ...(label !== undefined && { label }) };
}

/** One line per property that the runner does not understand: type, logical id, property, and why. */
function explain(at: Located, properties: JsonObject): string[] {
  const result = kinds[at.type]?.read(properties);
  if (!result || result.success) return [];
  return result.error.issues.flatMap((issue) => {
    const path = issue.path.join('.');
    const where = `${at.type} ${at.logicalId} (${at.stack.name})`;
    if (issue.code !== 'unrecognized_keys') return [`${where}: property ${path}: ${issue.message}.`];
    return issue.keys.map((key) => `${where}: unknown property ${path ? `${path}.${key}` : key}.`);
  });
}

export function planOf(assembly: Assembly): Plan {
  const resolver = createResolver(assembly.stacks);
  const all = assembly.stacks.flatMap((stack) => located(stack, resolver));
  const home = all.find(({ type }) => type === 'AWS::Lambda::Function')?.stack ?? assembly.stacks[0];
  const plan = emptyPlan(home?.region ?? 'us-east-1', home?.account ?? '000000000000');
  const tools = deploymentFunctions(all, resolver);
  const problems: string[] = [];
  const ordered = [...all.filter((at) => !amendments.has(at.type)), ...all.filter((at) => amendments.has(at.type))];
  for (const at of ordered) {
    const { type, logicalId } = at;
    const tool = type === 'AWS::Lambda::Function' && tools.has(placeOf(at, assembly, resolver).arn());
    const reason = tool ? 'Runs while deploying only.' : ignored[type];
    if (reason !== undefined) {
      plan.notRun.push({ type, logicalId, reason });
    } else if (!kinds[type]) {
      problems.push(`${type} ${logicalId} (${at.stack.name}): unknown resource type.`);
    } else {
      const properties = resolver.properties(at);
      const found = explain(at, properties);
      if (found.length === 0) kinds[type].add(plan, placeOf(at, assembly, resolver), properties);
      problems.push(...found);
    }
  }
  if (problems.length > 0) throw new TemplateError(problems);
  return plan;
}

export const loadPlan = (folder: string): Plan => planOf(loadAssembly(folder));
