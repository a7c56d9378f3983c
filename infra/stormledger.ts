import { App, type StackProps } from 'aws-cdk-lib';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { bundleFunctions } from '#infra/constructs/function-bundle.ts';
import { guard } from '#infra/policy/nag.ts';
import type { Stage } from '#infra/stage.ts';
import { Api } from '#infra/stacks/api.ts';
import { Data } from '#infra/stacks/data.ts';
import { Identity } from '#infra/stacks/identity.ts';
import { Operations } from '#infra/stacks/operations.ts';
import { Web } from '#infra/stacks/web.ts';

export interface Options {
  readonly stage: Stage;
  /** The built site: a folder with an index.html. */
  readonly site: string;
  /** Where the cloud assembly goes. */
  readonly out: string;
  /** The folder that holds `<function>/handler.ts`. */
  readonly handlers?: string;
  /** Where the bundles go. */
  readonly bundles?: string;
}

const root = join(import.meta.dirname, '..');

/** The same feature flags whether the CDK command line runs the app (it reads cdk.json) or Node does (it does not). */
const cdkJson = z.object({ context: z.record(z.string(), z.unknown()) });
const context = () => cdkJson.parse(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8'))).context;

/** Five stacks, one direction: what is right of an arrow may change without what is left of it noticing. */
export const stormledger = ({ stage, site, out, handlers, bundles }: Options): App => {
  if (!existsSync(join(site, 'index.html'))) {
    throw new Error(`There is no built site in ${site}. Run \`npm run build:web\` first, then synthesize again.`);
  }
  const bundle = bundleFunctions({
    handlers: handlers ?? join(root, 'functions'),
    into: bundles ?? join(root, '.build/functions'),
  });
  const app = new App({ outdir: out, context: context(), analyticsReporting: false, treeMetadata: false });

  const data = new Data(app, 'Data', { ...properties(stage, 'Data', true), stage });
  const identity = new Identity(app, 'Identity', { ...properties(stage, 'Identity', true), stage, bundle });
  const api = new Api(app, 'Api', { ...properties(stage, 'Api'), stage, bundle, data, identity });
  new Web(app, 'Web', { ...properties(stage, 'Web'), stage, site, data, api });
  new Operations(app, 'Operations', { ...properties(stage, 'Operations'), stage, api, identity });

  guard(app, stage);
  return app;
};

const properties = (stage: Stage, name: string, holdsData = false): StackProps => ({
  stackName: `Stormledger-${name}`,
  description: `Stormledger: ${name.toLowerCase()}`,
  env: { region: stage.region, ...(stage.account === undefined ? {} : { account: stage.account }) },
  terminationProtection: holdsData && stage.keep === 'forever',
});
