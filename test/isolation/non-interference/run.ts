import type { TestStack } from '#test/support/stack.ts';
import { examples, ids } from '#test/support/examples.ts';
import { allRecords, type RecordName } from '#shared/records/index.ts';
import { marlow } from '#test/support/stack.ts';
import type { Visitor } from '#test/support/visitor.ts';
import type { Harvest } from './busy-agency.ts';
import type { Call, Whose } from './program.ts';
import { leaks, surroundingsOf, told, type Surroundings } from './told.ts';

const NOBODYS = '0199b000-0000-7000-8000-00000000dead';
const types = [...Object.keys(ids), 'import', 'export'];

/** Fernwick's coordinator at one of the two stacks. */
export interface Side {
  readonly stack: TestStack;
  readonly by: Visitor;
  readonly around: Surroundings;
}

export const sideOf = async (stack: TestStack): Promise<Side> => {
  const by = await stack.as('coordinator');
  return { stack, by, around: await surroundingsOf(stack, by) };
};

/** Made by the client, so the same in both stacks; new in every round, so that each program begins afresh. */
const ownId = (round: number, type: string): string =>
  `0199c000-0000-7${types.indexOf(type).toString(16).padStart(3, '0')}-8000-${round.toString(16).padStart(12, '0')}`;

const typeOf = (path: string): string => {
  const [, , , plural = ''] = path.split('/');
  return allRecords.find((r) => r.path === plural)?.name ?? plural.replace(/s$/, '');
};

/** Runs a program and gives what was answered to each call: how it reads in any stack, and what leaked. */
export const run = async (side: Side, program: readonly Call[], harvest: Harvest, round: number) => {
  const seen: Seen = { etags: new Map(), cursor: undefined };
  const steps = [];
  for (const call of program) {
    const { path, headers, body } = filledIn(call, side, seen, harvest, round);
    const answer = await side.by.send(call.method, path, body, headers);
    remember(seen, path, answer.headers.get('etag'), answer.body);
    if (call.method !== 'GET' && answer.status < 300) await side.stack.idle();
    steps.push({ call: `${call.method} ${path}`, told: told(answer, path, side.around), leaks: leaks(answer) });
  }
  return steps;
};

interface Seen {
  readonly etags: Map<string, string>;
  cursor: string | undefined;
}

const remember = (seen: Seen, path: string, etag: string | null, body: { next?: unknown }): void => {
  const id = /[0-9a-f-]{36}/.exec(path)?.[0] ?? (body as { id?: string }).id;
  if (etag !== null && id !== undefined) seen.etags.set(id, etag);
  if (typeof body.next === 'string') seen.cursor = body.next;
};

const pick = (whose: Whose, own: string, from: readonly string[], nobodys: string): string => {
  if (whose.of === 'own') return own;
  return (whose.of === 'marlow' ? from[whose.n % from.length] : undefined) ?? nobodys;
};

const filledIn = (call: Call, { by }: Side, seen: Seen, harvest: Harvest, round: number) => {
  const id = pick(call.id, ownId(round, typeOf(call.path)), harvest.ids, NOBODYS);
  const headers: Record<string, string> = {};
  if (call.method !== 'GET')
    headers['if-match'] = pick(call.version, seen.etags.get(id) ?? '"1"', harvest.etags, '"1"');
  if (call.trick) {
    const of = [marlow.id, '203.0.113.7', ...harvest.ids, ...harvest.tokens];
    const value = of[call.trick.n % of.length] ?? '';
    headers[call.trick.header] = call.trick.header === 'authorization' ? `Bearer ${value}` : value;
  }
  return {
    path: call.path.replace('{id}', id) + (call.method === 'GET' ? queryOf(call, seen, harvest, round) : ''),
    headers,
    ...(call.method === 'GET' ? {} : { body: bodyOf(call, by.member.id, id, harvest, round) }),
  };
};

const queryOf = (call: Call, seen: Seen, harvest: Harvest, round: number): string => {
  if (call.path.endsWith('/download')) return call.path.includes('exports') ? '?file=sites.csv' : '';
  if (!/(s|changes|history|errors)$/.test(call.path)) return '';
  const { limit, by, archived } = call.listing;
  const plain = /(changes|history|errors)$/.test(call.path);
  const query = new URLSearchParams();
  if (limit !== undefined) query.set('limit', String(limit));
  if (by !== undefined && !plain) {
    query.set('by', by);
    const linked: Record<string, string> = {
      status: 'active',
      kind: 'catchBasin',
      priority: 'high',
      externalId: '{GIS-101}',
    };
    const type = by === 'onId' ? 'structure' : by;
    query.set('value', linked[by] ?? pick(call.link, ownId(round, type), harvest.ids, NOBODYS));
  }
  if (archived !== undefined && !plain) query.set('archived', archived);
  if (call.cursor) query.set('cursor', pick(call.cursor, seen.cursor ?? 'none', harvest.cursors, 'nonsense'));
  return query.size === 0 ? '' : `?${query}`;
};

/** A body that fits the route, so that the call gets as far as it can. */
const bodyOf = (call: Call, me: string, id: string, harvest: Harvest, round: number): object => {
  const { path, link, text } = call;
  const type = typeOf(path);
  if (/\/(check|run)$/.test(path))
    return { mapping: { fields: {}, whenIdRepeats: 'reject', whenIdExists: 'update', keepOther: false } };
  if (/\/(archive|restore|reopen)$/.test(path)) return { reason: text };
  if (path.endsWith('/close')) return { note: text };
  if (type === 'import')
    return { id, recordType: 'site', fileName: `${text}.csv`, format: 'csv', bytes: 1, sha256: 'a'.repeat(64) };
  if (type === 'export') return { id, recordTypes: ['site', 'structure'], formats: ['csv', 'json'] };
  const record = allRecords.find(({ name }) => name === type);
  if (record === undefined) return type === 'me' ? { name: 'Demo coordinator' } : {};
  if (call.method === 'PATCH') return { values: record.title === 'kind' ? {} : { [record.title]: text }, reason: text };
  const links = Object.fromEntries(types.map((t) => [t, pick(link, ownId(round, t), harvest.ids, NOBODYS)]));
  return { id, values: examples(me, links as Record<RecordName, string>)[type as RecordName] };
};
