import type { OriginPlan, OriginRequestPolicyPlan, Selection } from '#infra/local/template/plan.ts';
import type { Field, ViewerRequest } from './viewer-function.ts';
import { cookieText, flatten, queryText } from './viewer-request.ts';

const managed = (id: string, headers: Selection): OriginRequestPolicyPlan => ({
  id,
  headers,
  cookies: { behaviour: 'all', names: [] },
  query: { behaviour: 'all', names: [] },
});

/** The policies that AWS itself provides under fixed ids. */
export const managedRequestPolicies: readonly OriginRequestPolicyPlan[] = [
  managed('216adef6-5c7f-47e4-b989-5492eafa07d3', { behaviour: 'allViewer', names: [] }),
  managed('b689b0a8-53d0-40ab-baf2-68738e2966ac', { behaviour: 'allExcept', names: ['host'] }),
];

const nothing: Selection = { behaviour: 'none', names: [] };
/** Without a policy CloudFront sends the address and the body, and little else. */
const withoutPolicy: OriginRequestPolicyPlan = { id: '', headers: nothing, cookies: nothing, query: nothing };

function chosen({ behaviour, names }: Selection, fields: Record<string, Field>): Record<string, Field> {
  const listed = new Set(names.map((name) => name.toLowerCase()));
  const keep = (name: string): boolean => {
    if (behaviour === 'none') return false;
    if (behaviour === 'whitelist') return listed.has(name.toLowerCase());
    return behaviour !== 'allExcept' || !listed.has(name.toLowerCase());
  };
  return Object.fromEntries(Object.entries(fields).filter(([name]) => keep(name)));
}

/** Headers CloudFront makes itself when a policy lists them. */
const ownHeaders = (ip: string, port: number): Record<string, string> => ({
  'cloudfront-viewer-address': `${ip}:${port}`,
  'cloudfront-forwarded-proto': 'https',
  'cloudfront-viewer-http-version': '1.1',
});

export interface Onward {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Record<string, string>;
}

export interface Peer {
  readonly ip: string;
  readonly port: number;
}

/** What of a viewer's request reaches the origin. */
export function forwarded(
  request: ViewerRequest,
  origin: OriginPlan,
  policy: OriginRequestPolicyPlan = withoutPolicy,
  peer: Peer,
): Onward {
  const headers: Record<string, string> = {
    'user-agent': 'Amazon CloudFront',
    'x-amz-cf-id': 'local',
    via: '1.1 local (CloudFront)',
  };
  for (const [name, value] of flatten(chosen(policy.headers, request.headers)))
    headers[name] = Object.hasOwn(headers, name) && name !== 'user-agent' ? `${headers[name]},${value}` : value;
  for (const [name, value] of Object.entries(ownHeaders(peer.ip, peer.port)))
    if (policy.headers.names.some((listed) => listed.toLowerCase() === name)) headers[name] = value;
  headers['x-forwarded-for'] = [headers['x-forwarded-for'], peer.ip].filter((part) => part !== undefined).join(', ');
  const cookies = cookieText(chosen(policy.cookies, request.cookies));
  if (cookies !== '') headers['cookie'] = cookies;
  for (const [name, value] of Object.entries(origin.headers)) headers[name.toLowerCase()] = value;
  return {
    method: request.method,
    path: `${origin.path}${request.uri}`,
    query: queryText(chosen(policy.query, request.querystring)),
    headers,
  };
}
