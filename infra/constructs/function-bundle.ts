import { buildSync, type BuildOptions } from 'esbuild';
import { cpSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as z from 'zod';
import type { environment as admin } from '#functions/admin/env.ts';
import type { environment as api } from '#functions/api/env.ts';
import type { environment as audit } from '#functions/audit/env.ts';
import type { environment as closing } from '#functions/closing/env.ts';
import type { environment as desk } from '#functions/desk/env.ts';
import type { environment as digest } from '#functions/digest/env.ts';
import type { environment as disposal } from '#functions/disposal/env.ts';
import type { environment as exports } from '#functions/exports/env.ts';
import type { environment as files } from '#functions/files/env.ts';
import type { environment as identity } from '#functions/identity/env.ts';
import type { environment as imports } from '#functions/imports/env.ts';
import type { environment as lifecycle } from '#functions/lifecycle/env.ts';
import type { environment as notices } from '#functions/notices/env.ts';
import type { environment as pages } from '#functions/pages/env.ts';
import type { environment as retention } from '#functions/retention/env.ts';
import type { environment as scan } from '#functions/scan/env.ts';
import type { environment as session } from '#functions/session/env.ts';

/** One folder in functions/ = one deployed function = one trust boundary. What each must be told, by its own word. */
export interface Environments {
  readonly admin: z.input<typeof admin>;
  readonly api: z.input<typeof api>;
  readonly audit: z.input<typeof audit>;
  readonly closing: z.input<typeof closing>;
  readonly desk: z.input<typeof desk>;
  readonly digest: z.input<typeof digest>;
  readonly disposal: z.input<typeof disposal>;
  readonly exports: z.input<typeof exports>;
  readonly files: z.input<typeof files>;
  readonly identity: z.input<typeof identity>;
  readonly imports: z.input<typeof imports>;
  readonly lifecycle: z.input<typeof lifecycle>;
  readonly notices: z.input<typeof notices>;
  readonly pages: z.input<typeof pages>;
  readonly retention: z.input<typeof retention>;
  readonly scan: z.input<typeof scan>;
  readonly session: z.input<typeof session>;
}

export type FunctionName = keyof Environments;

/** A record rather than a list, so that forgetting a function does not compile. */
const names: Record<FunctionName, true> = {
  admin: true,
  api: true,
  audit: true,
  closing: true,
  desk: true,
  digest: true,
  disposal: true,
  exports: true,
  files: true,
  identity: true,
  imports: true,
  lifecycle: true,
  notices: true,
  pages: true,
  retention: true,
  scan: true,
  session: true,
};
export const functionNames = Object.keys(names) as FunctionName[];

const libraries = fileURLToPath(new URL('../../node_modules', import.meta.url));

/** Libraries that read a file of their own beside them, here WebAssembly: they go along whole, where they are used. */
const carried: Readonly<Record<string, { readonly by: readonly FunctionName[]; readonly files: readonly string[] }>> = {
  '@hyzyla/pdfium': {
    by: ['exports', 'pages'],
    files: ['package.json', 'LICENSE.md', 'dist/index.esm.js', 'dist/pdfium.wasm'],
  },
  '@jsquash/webp': {
    by: ['exports'],
    files: [
      ...['package.json', 'LICENSE', 'codec/LICENSE.codec.md', 'meta.js'],
      ...['codec/dec/webp_dec.js', 'codec/dec/webp_dec.wasm'],
      ...['codec/enc/webp_enc_simd.js', 'codec/enc/webp_enc_simd.wasm'],
    ],
  },
};

/** How each function is built, and what it is compared with. */
export const bundling = {
  bundle: true,
  minify: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  mainFields: ['module', 'main'],
  external: Object.keys(carried),
  // A sixth of a bundle, of which Lambda would ever use this.
  alias: {
    '@aws-sdk/credential-provider-node': fileURLToPath(
      new URL('../../functions/lib/aws/own-credentials.ts', import.meta.url),
    ),
  },
  // Where a carried library is looked for: CommonJS knows its own file by another name.
  define: { 'import.meta.filename': '__filename' },
  logLevel: 'error',
} satisfies BuildOptions;

interface Folders {
  readonly handlers: string;
  readonly into: string;
}

/**
 * All functions in one esbuild call: shared modules are parsed once, the whole takes well under a second.
 * CommonJS loads faster than ESM on a cold start (30 ms against 43 ms measured), and the SDK is bundled so that what
 * was tested is what runs.
 */
export const bundleFunctions = ({ handlers, into }: Folders): string => {
  const entry = (name: string) => join(handlers, name, 'handler.ts');
  const missing = functionNames.filter((name) => !existsSync(entry(name)));
  if (missing.length > 0) {
    throw new Error(
      `No handler for ${missing.join(', ')}: write functions/<name>/handler.ts for each, ` +
        'or take the function out of infra/constructs/function-bundle.ts.',
    );
  }
  buildSync({
    entryPoints: functionNames.map((name) => ({ in: entry(name), out: `${name}/index` })),
    outdir: into,
    sourcemap: 'external',
    ...bundling,
  });
  for (const name of functionNames) {
    mkdirSync(join(into, name), { recursive: true });
    // Says what the bundle is wherever it is loaded, also below a package.json of "type": "module".
    writeFileSync(join(into, name, 'package.json'), '{"type":"commonjs"}\n');
  }
  for (const [library, { by, files }] of Object.entries(carried))
    for (const name of by)
      for (const file of files)
        cpSync(join(libraries, library, file), join(into, name, 'node_modules', library, file), { recursive: true });
  return into;
};
