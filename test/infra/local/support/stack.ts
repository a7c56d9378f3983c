import { startLocal, type LocalOptions, type LocalStack } from '#infra/local/index.ts';
import { fixtureAssembly } from './assembly.ts';

/** Made while the file is loaded, where no test's time limit runs. */
const assembly = fixtureAssembly();

/** The fixture app, running in memory unless a folder is given. */
export const startFixture = (options: Partial<LocalOptions> = {}): Promise<LocalStack> =>
  startLocal({ assembly, retryDelays: [10, 10], ...options });

/** What an AWS SDK client needs to reach the local endpoint as somebody. */
export const clientOf = (stack: LocalStack, functionName?: string) => ({
  endpoint: stack.endpoint,
  region: stack.region,
  credentials: functionName === undefined ? stack.operator : stack.credentialsOf(functionName),
});

export const apiUrl = (stack: LocalStack, path: string): string =>
  `${stack.endpoint}/_api/${stack.plan.apis[0]?.id ?? ''}${path}`;
