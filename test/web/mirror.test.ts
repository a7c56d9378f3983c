import { describe, expect, it } from 'vitest';
import type { Row } from '#shared/derive/row.ts';
import { createMirror } from '#web/data/mirror.ts';
import type { ChangesPage } from '#web/data/records.ts';
import { RequestProblem } from '#web/data/problem.ts';

const row = (id: string, version = 1): Row => ({
  id,
  version,
  updatedAt: '2026-11-01T00:00:00Z',
  values: { name: id },
});

/** A list of changes as the API gives it: two rows at a time, and a cursor that counts. */
const changes = (all: Row[]) => {
  const asked: (string | undefined)[] = [];
  return {
    asked,
    fetch: (cursor: string | undefined): Promise<ChangesPage> => {
      asked.push(cursor);
      const from = Number(cursor ?? 0);
      const rows = all.slice(from, from + 2);
      return Promise.resolve({ rows, next: String(from + rows.length), more: from + 2 < all.length });
    },
  };
};

describe('the mirror of a list', () => {
  it('pages through everything on its first load and says how far it is', async () => {
    const source = changes(['a', 'b', 'c', 'd', 'e'].map((id) => row(id)));
    const mirror = createMirror(source.fetch);
    const received: number[] = [];
    mirror.subscribe(() => received.push(mirror.snapshot().received));
    await mirror.refresh();
    expect(mirror.snapshot()).toMatchObject({ phase: 'ready', received: 5 });
    expect(received).toEqual([0, 2, 4, 5]);
    expect(source.asked).toEqual([undefined, '2', '4']);
  });
  it('asks only for what changed since, and takes over newer versions', async () => {
    const all = [row('a'), row('b')];
    const source = changes(all);
    const mirror = createMirror(source.fetch);
    await mirror.refresh();
    all.push(row('a', 2));
    await mirror.refresh();
    expect(source.asked).toEqual([undefined, '2']);
    expect(mirror.snapshot().byId.get('a')?.version).toBe(2);
    expect(mirror.snapshot().rows).toHaveLength(2);
  });
  it('keeps the same rows object when nothing changed, so that nothing is sorted again', async () => {
    const mirror = createMirror(changes([row('a')]).fetch);
    await mirror.refresh();
    const before = mirror.snapshot();
    await mirror.refresh();
    expect(mirror.snapshot()).toBe(before);
  });
  it('does not let an older row from the list undo what was just saved', async () => {
    const all = [row('a')];
    const mirror = createMirror(changes(all).fetch);
    await mirror.refresh();
    mirror.upsert(row('a', 3));
    all.push(row('a', 2));
    await mirror.refresh();
    expect(mirror.snapshot().byId.get('a')?.version).toBe(3);
  });
  it('shares one run between callers', async () => {
    const source = changes([row('a')]);
    const mirror = createMirror(source.fetch);
    await Promise.all([mirror.refresh(), mirror.refresh()]);
    expect(source.asked).toHaveLength(1);
  });
  it('goes on where it stopped after the connection was lost', async () => {
    const source = changes(['a', 'b', 'c', 'd'].map((id) => row(id)));
    let lost = true;
    const mirror = createMirror((cursor) =>
      cursor === '2' && lost ? Promise.reject(new RequestProblem('offline', 'No connection.')) : source.fetch(cursor),
    );
    await mirror.refresh();
    expect(mirror.snapshot()).toMatchObject({ phase: 'idle', received: 2 });
    expect(mirror.snapshot().error).toBeInstanceOf(RequestProblem);
    lost = false;
    await mirror.refresh();
    expect(mirror.snapshot()).toMatchObject({ phase: 'ready', received: 4, error: undefined });
    expect(source.asked).toEqual([undefined, '2']);
  });
});
