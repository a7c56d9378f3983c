import { v7 } from 'uuid';
import { storedOutfall } from './fill.ts';

export interface Operation {
  readonly name: string;
  readonly of: 'api' | 'admin';
  readonly method: 'GET' | 'PATCH' | 'POST';
  readonly path: (n: number) => string;
  readonly headers?: (n: number) => Readonly<Record<string, string>>;
  readonly body?: (n: number) => object;
  /**
   * CPU milliseconds a request, and of these microseconds of our own over the bare calls of the SDK; read units and calls to
   * the database, the look at the session apart.
   */
  readonly budget: {
    readonly cpuMs?: number;
    readonly ownUs?: number;
    readonly rcu?: number;
    readonly wcu?: number;
    readonly calls?: number;
  };
}

const { values } = storedOutfall(0);
const outfalls = '/api/v1/outfalls';

/**
 * What people do most, on the outfalls of an agency that has some thousand; in this order. Each is asked for by number, once
 * each and as many at once as there are `ids`: a change is of the version that the change before it left.
 */
export const operations = (ids: readonly string[]): Operation[] => {
  const one = (n: number) => `${outfalls}/${ids[n % ids.length] ?? ''}`;
  const versionOf = (n: number) => Math.floor(n / ids.length) + 1;
  return [
    {
      ...{ name: 'create', of: 'api', method: 'POST', path: () => outfalls },
      body: (n) => ({ id: v7(), values: { ...values, name: `New ${n}`, externalId: `new-${n}` } }),
      budget: { cpuMs: 0.5, ownUs: 50, wcu: 2, calls: 1 },
    },
    {
      ...{ name: 'read', of: 'api', method: 'GET', path: one },
      budget: { cpuMs: 0.35, ownUs: 35, rcu: 1, calls: 1 },
    },
    {
      ...{ name: 'list 50', of: 'api', method: 'GET', path: () => `${outfalls}?limit=50` },
      budget: { cpuMs: 1.2, rcu: 2, calls: 1 },
    },
    {
      ...{
        name: 'list 50 by priority',
        of: 'api',
        method: 'GET',
        path: () => `${outfalls}?limit=50&by=priority&value=high`,
      },
      budget: { cpuMs: 1.2, rcu: 2, calls: 1 },
    },
    {
      ...{ name: 'rows of 50 for a list screen', of: 'api', method: 'GET', path: () => `${outfalls}/changes?limit=50` },
      budget: { cpuMs: 1.2, rcu: 2, calls: 1 },
    },
    {
      ...{ name: 'update', of: 'api', method: 'PATCH', path: one },
      headers: (n) => ({ 'if-match': `"${versionOf(n)}"` }),
      body: (n) => ({ values: { receivingWater: `Creek ${n}` } }),
      budget: { cpuMs: 0.8, ownUs: 50, rcu: 1, wcu: 3, calls: 2 },
    },
    {
      ...{ name: 'history of 50', of: 'api', method: 'GET', path: (n) => `${one(n)}/history?limit=50` },
      budget: { rcu: 7, calls: 1 },
    },
    {
      ...{ name: 'audit search of 50', of: 'admin', method: 'GET', path: () => '/api/v1/audit?limit=50' },
      budget: {},
    },
  ];
};
