import type { Answer, Visitor } from '#test/support/visitor.ts';
import { marlow, type TestStack } from '#test/support/stack.ts';
import { CANARY } from './busy-agency.ts';

/** Moments that the server took from its clock. Dates and moments that the client sent are compared as they are. */
const clocked = new Set([
  'at',
  'createdAt',
  'updatedAt',
  'archivedAt',
  'startedAt',
  'lastSeenAt',
  'expiresAt',
  'closedAt',
]);
const isMoment = (text: string) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(text);
/** Of the connection, the clock or the single request. */
const unstable = new Set(['date', 'x-request-id', 'apigw-requestid', 'connection', 'keep-alive', 'content-length']);

/** What differs between two stacks although nobody did anything different: their address and the ids of their accounts. */
export interface Surroundings {
  readonly addresses: readonly string[];
  readonly members: ReadonlyMap<string, string>;
}

export const surroundingsOf = async ({ url, endpoint }: TestStack, by: Visitor): Promise<Surroundings> => ({
  addresses: [url, endpoint].map((address) => new URL(address).host),
  members: new Map(
    (await by.get('/api/v1/people')).body.items.map((p: { id: string; name: string }) => [p.id, p.name]),
  ),
});

/** An answer with everything replaced, at its place, that is the clock's or chance's. All else stays. */
export const told = ({ status, headers, body }: Answer, path: string, around: Surroundings) => ({
  status,
  headers: [...headers].filter(([name]) => !unstable.has(name)).map(([name, value]) => [name, named(value, around)]),
  body: normal(body, path.split(/[/?]/)[3] ?? '', around),
});

const normal = (value: unknown, key: string, around: Surroundings): unknown => {
  if (typeof value === 'string') return normalText(value, key, around);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one) => normal(one, key, around)).sort(byPerson(key));
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [
      name,
      // Sessions get a random id at the sign-in; only their number and place can be equal.
      key === 'sessions' && name === 'id' ? '<session>' : normal(one, name === 'items' ? key : name, around),
    ]),
  );
};

/** People come in the order of their random ids; by name they can be compared. All other lists keep their order. */
const byPerson = (key: string) => (a: unknown, b: unknown) =>
  key === 'people' ? JSON.stringify(a).localeCompare(JSON.stringify(b)) : 0;

const normalText = (text: string, key: string, around: Surroundings): string => {
  if (clocked.has(key) && isMoment(text)) return '<moment>';
  if (key === 'requestId') return '<request>';
  if (key === 'next') return cursor(text);
  if (key === 'url') return link(text);
  // Files of an export hold moments and member ids, so that their hashes differ; their sizes do not.
  if (key === 'sha256' && /^[0-9a-f]{64}$/.test(text)) return '<hash>';
  return named(text, around);
};

/** A page link says which query it is for and where to go on: there only a moment is the clock's. */
const cursor = (text: string): string => {
  const { q, k } = JSON.parse(Buffer.from(text, 'base64url').toString()) as { q: string; k: string[] };
  return JSON.stringify({ q, k: k.map((part) => part.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z/, '<moment>')) });
};

/** A signed link keeps its object and the names of its parameters; signature, date and session are of the moment. */
const link = (text: string): string => {
  const { pathname, searchParams } = new URL(text);
  return `${pathname}?${[...searchParams.keys()].sort().join('&')}`;
};

const named = (text: string, { addresses, members }: Surroundings): string => {
  let result = text;
  for (const [n, host] of addresses.entries()) result = result.replaceAll(host, `<address ${n}>`);
  for (const [id, name] of members) result = result.replaceAll(id, `<${name}>`);
  return result;
};

/** What of Marlow's stands in an answer, before anything was replaced. */
export const leaks = ({ headers, body }: Pick<Answer, 'headers' | 'body'>): string[] => {
  const text = decoded(JSON.stringify([[...headers], body])).toLowerCase();
  return [CANARY, marlow.id, marlow.domain, 'marlow county'].filter((secret) => text.includes(secret.toLowerCase()));
};

const decoded = (text: string): string =>
  text.replaceAll(/%[0-9a-f]{2}/gi, (code) => String.fromCharCode(parseInt(code.slice(1), 16)));
