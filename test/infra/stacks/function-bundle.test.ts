import { buildSync } from 'esbuild';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundleFunctions, bundling, functionNames } from '#infra/constructs/function-bundle.ts';

let dir: string;
beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'stormledger-bundle-'));
  // What a bundle meets when it is loaded from below this project.
  writeFileSync(join(dir, 'package.json'), '{"type":"module"}');
  for (const name of functionNames) {
    mkdirSync(join(dir, 'handlers', name), { recursive: true });
    writeFileSync(join(dir, 'handlers', name, 'handler.ts'), `export const handler = (): string => '${name}';`);
  }
  bundleFunctions({ handlers: join(dir, 'handlers'), into: join(dir, 'bundles') });
});
afterAll(() => rmSync(dir, { recursive: true }));

test.each(functionNames)('the bundle of %s loads as the CommonJS it is, also below a module package', (name) => {
  const loaded = createRequire(import.meta.url)(join(dir, 'bundles', name, 'index.js')) as { handler: () => string };
  expect(loaded.handler()).toBe(name);
});

test('source maps stay beside the bundles, to read a stack trace by', () => {
  expect(statSync(join(dir, 'bundles/api/index.js.map')).size).toBeGreaterThan(0);
});

test('a client of AWS brings the credentials of Lambda along, and no other way to come by some', () => {
  const contents = "export { DynamoDBClient } from '@aws-sdk/client-dynamodb';";
  const stdin = { contents, resolveDir: import.meta.dirname };
  const { metafile } = buildSync({ ...bundling, stdin, outfile: 'none.js', write: false, metafile: true });
  const files = Object.keys(metafile.inputs).filter((path) => /credential-provider|nested-clients/.test(path));
  expect(
    files.every((path) => path.includes('@aws-sdk/credential-provider-env/')),
    files.join(' '),
  ).toBe(true);
  expect(files.length).toBeGreaterThan(0);
});
