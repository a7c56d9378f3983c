import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { acquireLock } from '#infra/local/lock.ts';
import { identify } from '#infra/local/process-identity.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lock-test-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const path = () => join(dir, 'lock');

describe('the lock of a folder', () => {
  it('is refused while another process holds it, and names that process', async () => {
    const other = spawn('sleep', ['30']);
    await new Promise((resolve) => other.once('spawn', resolve));
    writeFileSync(path(), JSON.stringify(identify(other.pid ?? 0)));
    expect(() => acquireLock(dir)).toThrow(`is in use by process ${other.pid ?? 0}`);
    other.kill('SIGKILL');
  });

  it('is free again after release', () => {
    acquireLock(dir).release();
    expect(existsSync(path())).toBe(false);
    acquireLock(dir).release();
  });

  it('is taken over from a process that has died', async () => {
    const other = spawn('sleep', ['30']);
    await new Promise((resolve) => other.once('spawn', resolve));
    writeFileSync(path(), JSON.stringify(identify(other.pid ?? 0)));
    other.kill('SIGKILL');
    await new Promise((resolve) => other.once('exit', resolve));
    acquireLock(dir).release();
  });

  it('is taken over when its process number was given to another program', () => {
    writeFileSync(path(), JSON.stringify({ ...identify(process.pid), started: '1' }));
    acquireLock(dir).release();
  });

  it('is taken over when it cannot be read', () => {
    writeFileSync(path(), '');
    acquireLock(dir).release();
  });

  it('is not released by one who no longer holds it', () => {
    const first = acquireLock(dir);
    const foreign = JSON.stringify({ pid: 1, started: '0', program: 'init' });
    writeFileSync(path(), foreign);
    first.release();
    expect(existsSync(path())).toBe(true);
  });
});
