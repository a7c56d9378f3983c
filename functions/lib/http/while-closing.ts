import type { RouteSpec } from './request.ts';

/**
 * What still answers while an agency closes its account: reading, and of all else only what a route declares. A new
 * route that changes something is refused without anybody thinking of it.
 */
export const mayWhileClosing = ({ method, whileClosing }: Pick<RouteSpec, 'method' | 'whileClosing'>): boolean =>
  method === 'GET' || whileClosing === true;
