import { describe, expect, it } from 'vitest';
import { contentTypeOf, sha256 } from '#web/data/upload.ts';
import { relationsOf } from '#web/records/relations.ts';
import { records } from '#shared/records/index.ts';
import { isMine, isNobodys, queueOf } from '#web/screens/home/queue.ts';

describe('a file on its way', () => {
  it('has the fingerprint that any other tool gives it', async () => {
    expect(await sha256(new Blob(['abc']))).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
  it('is known by its ending when the phone names no type', () => {
    expect(contentTypeOf({ type: '', name: 'IMG_1.HEIC' })).toBe('image/heic');
    expect(contentTypeOf({ type: 'image/heif', name: 'a.heic' })).toBe('image/heic');
    expect(contentTypeOf({ type: 'image/png', name: 'a.jpg' })).toBe('image/png');
    expect(contentTypeOf({ type: '', name: 'notes' })).toBe('');
  });
});

describe('what belongs to a record', () => {
  it('follows from the lists that others keep by a link to it', () => {
    const names = (name: keyof typeof records) =>
      relationsOf(records[name]).map(({ record, field }) => `${record.name} by ${field}`);
    expect(names('structure')).toEqual(['inspection by structure']);
    expect(names('site')).toEqual(['structure by site', 'inspection by site']);
    expect(names('inspection')).toEqual(['finding by inspection', 'task by inspection']);
    expect(names('task')).toEqual([]);
  });
});

describe('the queue of tasks', () => {
  const task = (id: string, dueOn: string, rest: Record<string, unknown> = {}) => ({
    id,
    version: 1,
    updatedAt: '',
    values: { dueOn, status: 'open', ...rest },
  });
  const tasks = [
    task('later', '2026-12-24'),
    task('today', '2026-11-22'),
    task('late', '2026-11-01'),
    task('later still', '2026-11-20', { status: 'closed' }),
  ];
  it('has overdue ones first, and leaves closed ones out', () => {
    const { overdue, soon, later } = queueOf(tasks, '2026-11-22');
    expect([overdue, soon, later].map((rows) => rows.map(({ id }) => id))).toEqual([['late'], ['today'], ['later']]);
  });
  it("tells one's own from nobody's", () => {
    const mine = task('mine', '2026-11-22', { assignee: 'me' });
    expect([isMine('me')(mine), isNobodys(mine), isNobodys(task('a', '2026-11-22'))]).toEqual([true, false, true]);
  });
});
