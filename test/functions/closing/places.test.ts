import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { indexOnly, tenantPlaces } from '#functions/lib/store/tenant-places.ts';
import { erasable } from '#infra/policy/closing-access.ts';

/** All source that could build a key of an agency. */
const sources = ['functions', 'shared'].flatMap((folder) =>
  readdirSync(join(import.meta.dirname, '../../..', folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts') && !path.includes('node_modules'))
    .map((path) => readFileSync(join(import.meta.dirname, '../../..', folder, path), 'utf8')),
);
const built = (pattern: RegExp) => [
  ...new Set(sources.flatMap((source) => [...source.matchAll(pattern)].map(([, name = '']) => name))),
];

const registered = tenantPlaces.flatMap((place) => {
  if ('listed' in place) return [`${place.listed}#id`];
  return 'names' in place ? place.names : [place.each('id')];
});
const firstWord = (name: string) => name.split('#')[0] ?? '';

it('every kind of partition that the source builds is deleted with its agency, or is the one item that stays', () => {
  const found = built(/\$\{tenantId\}#([a-z]+(?:#[a-z]+)?)/g);
  expect(found.length).toBeGreaterThan(10);
  const known = new Set([...registered.map(firstWord), ...indexOnly.map(firstWord), 'tenant']);
  expect(found.filter((name) => !known.has(firstWord(name)))).toEqual([]);
});

it('no key of an agency is built in another way', () => {
  const others = built(/\$\{((?!tenantId\})[a-zA-Z.]*[tT]enant[a-zA-Z.]*)\}#/g);
  // The entry of the audit function names the tenant so to compare it.
  expect(others).toEqual(['next.tenantId']);
  const none: string[] = built(/`[^`]*\$\{SYSTEM_TENANT\}#([a-z]+)/g);
  expect(none.sort()).toEqual(['lockout', 'tenants']);
});

it('everything in a bucket lies below the id of its agency, in a bucket that is emptied or in the archive', () => {
  // attachments: uploads and files; imports: uploads; exports and releases have their own; the rest is the archive's.
  expect(built(/\$\{tenantId\}\/([a-z]+)/g).sort()).toEqual(
    ['attachments', 'closing', 'digest', 'disposal', 'entries', 'exports', 'imports', 'releases'].sort(),
  );
});

it('the role that deletes may delete in exactly those partitions', () => {
  const covers = (name: string) =>
    erasable.some((one) => one === name || (one.endsWith('*') && name.startsWith(one.slice(0, -1))));
  expect(registered.filter((name) => !covers(name))).toEqual([]);
  expect(erasable.filter((one) => !registered.some((name) => firstWord(name) === firstWord(one)))).toEqual([]);
});
