import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { environment } from '../env.ts';

export type Source = { kind: 'binary'; path: string } | { kind: 'endpoint'; url: string };

const resolve = createRequire(import.meta.url).resolve;

/** dynoxide ships one package per platform, with neither a `bin` entry nor any JavaScript. */
function packagedBinary(platform: string, arch: string): string | undefined {
  try {
    const folder = dirname(resolve(`@dynoxide/${platform}-${arch}/package.json`));
    return join(folder, platform === 'win32' ? 'dynoxide.exe' : 'dynoxide');
  } catch {
    return undefined;
  }
}

export function findDynamo(
  platform: string = process.platform,
  arch: string = process.arch,
  endpoint = environment.dynamodbEndpoint,
): Source {
  const path = packagedBinary(platform, arch);
  if (path !== undefined) return { kind: 'binary', path };
  if (endpoint !== undefined && endpoint !== '') return { kind: 'endpoint', url: endpoint };
  throw new Error(
    `The package @dynoxide/${platform}-${arch} is not installed: run "npm i --no-save @dynoxide/${platform}-${arch}", or start a DynamoDB-compatible server (AWS's DynamoDB Local with -sharedDb) and name it in DYNAMODB_ENDPOINT.`,
  );
}
