import { Template } from 'aws-cdk-lib/assertions';
import type { App } from 'aws-cdk-lib';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as z from 'zod';
import { stageNamed } from '#infra/stage.ts';
import { type Options, stormledger } from '#infra/stormledger.ts';

const stackNames = ['Data', 'Identity', 'Api', 'Web', 'Operations'] as const;
type StackName = (typeof stackNames)[number];

const statement = z.object({
  Sid: z.string().optional(),
  Effect: z.enum(['Allow', 'Deny']),
  Action: z.union([z.string().transform((action) => [action]), z.array(z.string())]),
  Resource: z.unknown(),
  Condition: z.record(z.string(), z.record(z.string(), z.unknown())).optional(),
});
export type Statement = z.infer<typeof statement>;

const resource = z.object({
  Type: z.string(),
  Properties: z.record(z.string(), z.unknown()).default({}),
  DeletionPolicy: z.string().optional(),
  UpdateReplacePolicy: z.string().optional(),
  Metadata: z.record(z.string(), z.unknown()).default({}),
});
export type Resource = z.infer<typeof resource> & { readonly id: string };

export interface Synthesized {
  readonly template: Record<StackName, Template>;
  /** All resources of all stacks. */
  readonly resources: readonly Resource[];
  readonly terminationProtection: Record<string, boolean>;
}

/** The app of a stage with the project's own functions and a site of one page, in folders that are gone afterwards. */
export const withApp = <T>(
  stage: string,
  use: (app: App) => T,
  options: Partial<Options> & { region?: string; mailFrom?: string | undefined } = {},
): T => {
  const dir = mkdtempSync(join(tmpdir(), 'stormledger-infra-'));
  try {
    const site = join(dir, 'site');
    mkdirSync(site);
    writeFileSync(join(site, 'index.html'), '<!doctype html><title>Stormledger</title>');
    const { region, mailFrom, ...rest } = options;
    const paths = { site, out: join(dir, 'out'), bundles: join(dir, 'functions') };
    return use(stormledger({ stage: stageNamed(stage, { region, mailFrom }), ...paths, ...rest }));
  } finally {
    rmSync(dir, { recursive: true });
  }
};

export const SENDER = 'Stormledger <notices@city.example>';

/** With everything that a stage can have; `mailFrom` is undefined for one that sends no mail. */
export const synthesize = (
  stage: string,
  { region, mailFrom }: { region?: string; mailFrom?: string | undefined } = { mailFrom: SENDER },
): Synthesized =>
  withApp(
    stage,
    (app) => {
      const { stacks } = app.synth();
      const of = (name: string): unknown => stacks.find((stack) => stack.id === name)?.template;
      const resources = stackNames.flatMap((name) =>
        Object.entries(z.object({ Resources: z.record(z.string(), resource) }).parse(of(name)).Resources),
      );
      return {
        template: {
          Data: Template.fromJSON(templateOf(of('Data'))),
          Identity: Template.fromJSON(templateOf(of('Identity'))),
          Api: Template.fromJSON(templateOf(of('Api'))),
          Web: Template.fromJSON(templateOf(of('Web'))),
          Operations: Template.fromJSON(templateOf(of('Operations'))),
        },
        resources: resources.map(([id, properties]) => ({ id, ...properties })),
        terminationProtection: Object.fromEntries(stacks.map((s) => [s.id, s.terminationProtection ?? false])),
      };
    },
    { mailFrom, ...(region !== undefined && { region }) },
  );

const templateOf = (template: unknown) => z.record(z.string(), z.unknown()).parse(template);

export const ofType = ({ resources }: Synthesized, type: string): Resource[] =>
  resources.filter(({ Type }) => Type === type);

const policy = z.object({
  Roles: z.array(z.object({ Ref: z.string() })),
  PolicyDocument: z.object({ Statement: z.array(statement) }),
});

/** What a role may do, over all policies attached to it. */
export const statementsOf = (synthesized: Synthesized, roleId: string): Statement[] =>
  ofType(synthesized, 'AWS::IAM::Policy')
    .map(({ Properties }) => policy.parse(Properties))
    .filter(({ Roles }) => Roles.some(({ Ref }) => Ref === roleId))
    .flatMap(({ PolicyDocument }) => PolicyDocument.Statement);

const roleRef = z.object({ 'Fn::GetAtt': z.tuple([z.string(), z.literal('Arn')]) });

/** The project's own functions by short name, with the role each runs under. */
export const functionRoles = (synthesized: Synthesized): Record<string, string> =>
  Object.fromEntries(
    ofType(synthesized, 'AWS::Lambda::Function')
      .filter(({ Metadata }) => 'stormledger:function' in Metadata)
      .map(({ Metadata, Properties }) => [
        String(Metadata['stormledger:function']),
        roleRef.parse(Properties['Role'])['Fn::GetAtt'][0],
      ]),
  );

const variables = z.object({
  Variables: z.object({ TENANT_ROLE_ARN: roleRef.optional() }).optional(),
});

/** Of the functions that serve one tenant at a time: the role that each assumes for it. */
export const tenantRoles = (synthesized: Synthesized): Record<string, string> =>
  Object.fromEntries(
    ofType(synthesized, 'AWS::Lambda::Function')
      .filter(({ Metadata }) => 'stormledger:function' in Metadata)
      .flatMap(({ Metadata, Properties }) => {
        const arn = variables.parse(Properties['Environment'] ?? {}).Variables?.TENANT_ROLE_ARN;
        return arn === undefined ? [] : [[String(Metadata['stormledger:function']), arn['Fn::GetAtt'][0]]];
      }),
  );

export const allowed = (statements: readonly Statement[], service: string): string[] =>
  statements
    .filter(({ Effect }) => Effect === 'Allow')
    .flatMap(({ Action }) => Action)
    .filter((action) => action.startsWith(`${service}:`))
    .map((action) => action.slice(service.length + 1))
    .sort();
