import { ESLint } from 'eslint';
import { describe, expect, it } from 'vitest';

const eslint = new ESLint({ overrideConfigFile: 'eslint.config.js' });
const rules = (code: string, filePath: string) =>
  eslint.lintText(code, { filePath }).then((r) => r.flatMap((f) => f.messages.map((m) => m.ruleId)));

/** The files are real ones, so that the type-aware rules know them; their text is replaced for the test. */
describe('the import fences', () => {
  it.each([
    ['shared reaches for node', 'shared/model/role.ts', "import 'node:fs';"],
    ['shared reaches for AWS', 'shared/model/role.ts', "import '@aws-sdk/client-s3';"],
    ['model reaches up to the records', 'shared/model/role.ts', "import '#shared/records/index.ts';"],
    ['a derivation imports a record type', 'shared/derive/diff.ts', "import '#shared/records/index.ts';"],
    ['a use case reaches the table itself', 'functions/lib/usecases/tasks.ts', "import '@aws-sdk/lib-dynamodb';"],
    ['a function imports another', 'functions/api/tasks.ts', "import '#functions/session/routes.ts';"],
    ['lib imports a function', 'functions/lib/usecases/tasks.ts', "import '#functions/api/routes.ts';"],
    ['a function imports infra', 'functions/api/tasks.ts', "import '#infra/stage.ts';"],
    ['the web imports a function', 'web/src/main.tsx', "import '#functions/api/routes.ts';"],
    [
      'a screen brings its own list of roles',
      'web/src/app/nav.ts',
      "import { coordinators } from '#shared/model/role.ts';\nexport const may = coordinators;",
    ],
    ['a path climbs two folders', 'functions/api/tasks.ts', "import '../../shared/model/role.ts';"],
  ])('fail when %s', async (_what, file, code) => {
    expect(await rules(code, file)).toContain('no-restricted-imports');
  });
  it('let the store reach the table', async () => {
    const code = "import { GetCommand } from '@aws-sdk/lib-dynamodb';\nexport const command = GetCommand;\n";
    expect(await rules(code, 'functions/lib/store/client.ts')).not.toContain('no-restricted-imports');
  });
  it.each([
    ['reads the environment outside env.ts', 'functions/api/tasks.ts', 'export const a = process.env;'],
    ['reads the clock by itself', 'functions/api/tasks.ts', 'export const a = new Date();'],
  ])('fail when a function %s', async (_what, file, code) => {
    expect(await rules(code, file)).toContain('no-restricted-syntax');
  });
});
