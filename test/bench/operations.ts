import { v7 } from 'uuid';
import { storedOutfall } from './fill.ts';

export interface Operation {
  readonly name: string;
  readonly of: 'api' | 'admin';
  readonly method: 'GET' | 'PATCH' | 'POST';
  readonly path: () => string;
  readonly headers?: (n: number) => Readonly<Record<string, string>>;
  readonly body?: (n: number) => object;
  /** CPU milliseconds a request, read units and calls to the database, the look at the session apart. */
  readonly budget: { readonly cpuMs?: number; readonly rcu?: number; readonly wcu?: number; readonly calls?: number };
}

const { values } = storedOutfall(0);
const outfalls = '/api/v1/outfalls';

/** What people do most, on one outfall of an agency that has some hundred; in this order, each as often as is asked for. */
export const operations = (id: string): Operation[] => [
  {
    ...{ name: 'create', of: 'api', method: 'POST', path: () => outfalls },
    body: (n) => ({ id: v7(), values: { ...values, name: `New ${n}`, externalId: `new-${n}` } }),
    budget: { cpuMs: 0.5, wcu: 2, calls: 1 },
  },
  {
    ...{ name: 'read', of: 'api', method: 'GET', path: () => `${outfalls}/${id}` },
    budget: { cpuMs: 0.35, rcu: 1, calls: 1 },
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
    ...{ name: 'update', of: 'api', method: 'PATCH', path: () => `${outfalls}/${id}` },
    headers: (n) => ({ 'if-match': `"${n + 1}"` }),
    body: (n) => ({ values: { receivingWater: `Creek ${n}` } }),
    budget: { cpuMs: 0.8, rcu: 1, wcu: 3, calls: 2 },
  },
  {
    ...{ name: 'history of 50', of: 'api', method: 'GET', path: () => `${outfalls}/${id}/history?limit=50` },
    budget: { rcu: 7, calls: 1 },
  },
  {
    ...{ name: 'audit search of 50', of: 'admin', method: 'GET', path: () => '/api/v1/audit?limit=50' },
    budget: {},
  },
];
