import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = Readonly<Record<string, Json>>;

const json = z.json();
const resource = z.looseObject({
  Type: z.string(),
  Properties: z.record(z.string(), json).optional(),
  Condition: z.string().optional(),
  Metadata: z.looseObject({ 'stormledger:function': z.string().optional() }).optional(),
});
const template = z.looseObject({
  Resources: z.record(z.string(), resource).default({}),
  Outputs: z
    .record(z.string(), z.looseObject({ Value: json, Export: z.object({ Name: json }).optional() }))
    .default({}),
  Parameters: z.record(z.string(), z.looseObject({ Default: json.optional() })).default({}),
  Conditions: z.record(z.string(), json).default({}),
  Mappings: z.record(z.string(), z.record(z.string(), z.record(z.string(), json))).default({}),
});
const manifest = z.object({
  artifacts: z.record(
    z.string(),
    z.object({
      type: z.string(),
      environment: z.string().optional(),
      properties: z
        .looseObject({
          templateFile: z.string().optional(),
          stackName: z.string().optional(),
          file: z.string().optional(),
          directoryName: z.string().optional(),
        })
        .optional(),
    }),
  ),
});
const assets = z.object({
  files: z.record(z.string(), z.object({ source: z.looseObject({ path: z.string().optional() }) })).default({}),
});

export interface Stack {
  readonly name: string;
  readonly region: string;
  readonly account: string;
  readonly template: z.infer<typeof template>;
}

export interface Assembly {
  readonly stacks: readonly Stack[];
  /** Folder or file of an asset, by the hash that names its S3 object. */
  assetPath: (s3Key: string) => string;
}

const read = (path: string): unknown => JSON.parse(readFileSync(path, 'utf8'));

/** `aws://unknown-account/unknown-region` is what an environment-agnostic stack says of itself. */
function environmentOf(environment: string | undefined): { account: string; region: string } {
  const [, account, region] = /^aws:\/\/([^/]+)\/(.+)$/.exec(environment ?? '') ?? [];
  return {
    account: account && /^\d{12}$/.test(account) ? account : '000000000000',
    region: region && region !== 'unknown-region' ? region : 'us-east-1',
  };
}

/** Reads a synthesized assembly folder, nested stage assemblies included. */
export function loadAssembly(folder: string): Assembly {
  const stacks: Stack[] = [];
  const paths = new Map<string, string>();
  const visit = (directory: string): void => {
    for (const [id, artifact] of Object.entries(manifest.parse(read(join(directory, 'manifest.json'))).artifacts)) {
      const { templateFile, stackName, file, directoryName } = artifact.properties ?? {};
      if (artifact.type === 'aws:cloudformation:stack' && templateFile)
        stacks.push({
          name: stackName ?? id,
          ...environmentOf(artifact.environment),
          template: template.parse(read(join(directory, templateFile))),
        });
      if (artifact.type === 'cdk:cloud-assembly' && directoryName) visit(join(directory, directoryName));
      if (artifact.type === 'cdk:asset-manifest' && file)
        for (const [hash, { source }] of Object.entries(assets.parse(read(join(directory, file))).files))
          if (source.path) paths.set(hash, join(directory, source.path));
    }
  };
  visit(folder);
  const assetPath = (s3Key: string): string => {
    const path = paths.get(s3Key.replace(/\.[a-z]+$/, ''));
    if (!path) throw new Error(`The assembly has no asset ${s3Key}. Synthesize again.`);
    return path;
  };
  return { stacks, assetPath };
}
