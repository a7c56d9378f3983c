import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { fingerprint, unlessUnchanged } from '#infra/local/build/fingerprint.ts';

const dir = mkdtempSync(join(tmpdir(), 'build-'));
afterAll(() => {
  rmSync(dir, { recursive: true });
});

const write = (name: string, text: string): void => {
  mkdirSync(join(dir, 'in'), { recursive: true });
  writeFileSync(join(dir, name), text);
};
const build = () =>
  unlessUnchanged(
    join(dir, 'stamp'),
    fingerprint([join(dir, 'in')], [join(dir, 'in/skipped')]),
    join(dir, 'out'),
    () => {
      write('out', 'made');
      return Promise.resolve();
    },
  );

test('a build is skipped until an input or its output changes', async () => {
  write('in/a', '1');
  expect([await build(), await build()]).toEqual(['built', 'unchanged']);
  write('in/skipped', 'x');
  expect(await build()).toBe('unchanged');
  write('in/a', '2');
  expect([await build(), await build()]).toEqual(['built', 'unchanged']);
  write('out', 'somebody else made this');
  expect([await build(), await build()]).toEqual(['built', 'unchanged']);
  write('in/b', '');
  expect(await build()).toBe('built');
});
