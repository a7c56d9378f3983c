import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Gateway } from '#infra/local/gateway/index.ts';
import type { BehaviourPlan, DistributionPlan, OriginPlan, Plan } from '#infra/local/template/plan.ts';
import { forwarded, managedRequestPolicies, type Peer } from './forwarding.ts';
import { createSite } from './site.ts';
import {
  createViewerFunction,
  type ViewerFunction,
  type ViewerRequest,
  type ViewerResponse,
} from './viewer-function.ts';
import { viewerRequest } from './viewer-request.ts';

export interface EdgeAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: Buffer | Readable;
}

type Origin = (
  request: ViewerRequest,
  behaviour: BehaviourPlan,
  raw: IncomingMessage,
  peer: Peer,
) => Promise<EdgeAnswer>;

/** `*` any text, `?` one character: CloudFront's path patterns, tried in the order of the distribution. */
const patternOf = (pattern: string): RegExp =>
  new RegExp(
    `^/?${pattern
      .replace(/^\//, '')
      .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  );

const sentence = (status: number, text: string): EdgeAnswer => ({
  status,
  headers: [['content-type', 'text/plain; charset=utf-8']],
  body: Buffer.from(`${text}\n`),
});

function answerOf({ statusCode, headers, cookies, body = '' }: ViewerResponse): EdgeAnswer {
  const pairs = Object.entries(headers).map(([name, { value }]): [string, string] => [name, value]);
  const set = Object.entries(cookies).map(([name, { value, attributes }]): [string, string] => [
    'set-cookie',
    `${name}=${value}${attributes ? `; ${attributes}` : ''}`,
  ]);
  const content =
    typeof body === 'string'
      ? Buffer.from(body)
      : Buffer.from(body.data, body.encoding === 'base64' ? 'base64' : 'utf8');
  return { status: statusCode, headers: [...pairs, ...set], body: content };
}

export interface Behind {
  readonly gateway: Gateway;
  revealed: (text: string) => string;
}

export function createDistribution(plan: Plan, distribution: DistributionPlan, { gateway, revealed }: Behind) {
  const functions = new Map<string, ViewerFunction>(
    plan.edgeFunctions.map((one) => [one.arn, createViewerFunction(one)]),
  );
  const policies = new Map(
    [...managedRequestPolicies, ...plan.originRequestPolicies].map((policy) => [policy.id, policy]),
  );
  const headerPolicies = new Map(plan.headerPolicies.map((policy) => [policy.id, policy]));

  const siteOrigin = (origin: OriginPlan, bucket: string): Origin => {
    const site = createSite(plan.deployments.filter((deployment) => deployment.bucket === bucket));
    return async (request, behaviour) => {
      const uri = request.uri === '/' ? `/${distribution.defaultRootObject}` : request.uri;
      const header = (name: string) => request.headers[name]?.value;
      const asked = Object.fromEntries(
        ['if-none-match', 'range'].flatMap((name) => (header(name) === undefined ? [] : [[name, header(name) ?? '']])),
      );
      const gzipWanted = behaviour.compress && (header('accept-encoding') ?? '').includes('gzip');
      const { status, headers, body } = await site(`${origin.path}${uri}`, asked, gzipWanted);
      return { status, headers: Object.entries(headers), ...(body && { body }) };
    };
  };
  const apiOrigin =
    (origin: OriginPlan): Origin =>
    (request, behaviour, raw, peer) =>
      gateway.handle(
        origin.host,
        { ...forwarded(request, origin, policies.get(behaviour.originRequestPolicyId ?? ''), peer), sourceIp: peer.ip },
        raw,
      );
  const originOf = (declared: OriginPlan): Origin => {
    const headers = Object.entries(declared.headers).map(([name, value]) => [name, revealed(value)]);
    const origin: OriginPlan = { ...declared, headers: Object.fromEntries(headers) as Record<string, string> };
    const bucket = plan.buckets.find(({ host }) => host === origin.host);
    if (bucket) return siteOrigin(origin, bucket.name);
    if (plan.apis.some(({ host }) => host === origin.host)) return apiOrigin(origin);
    throw new Error(`Origin ${origin.id} (${origin.host}) is neither a bucket nor an HTTP API of the template.`);
  };

  const origins = new Map(distribution.origins.map((origin) => [origin.id, originOf(origin)]));
  const behaviours = distribution.behaviours.map((behaviour) => {
    const { originRequestPolicyId: policyId, headerPolicyId } = behaviour;
    if (policyId !== undefined && !policies.has(policyId))
      throw new Error(`Behaviour ${behaviour.pattern} has the unknown origin request policy ${policyId}.`);
    const policy = headerPolicies.get(headerPolicyId ?? '');
    if (headerPolicyId !== undefined && !policy)
      throw new Error(`Behaviour ${behaviour.pattern} has the unknown response headers policy ${headerPolicyId}.`);
    return { behaviour, policy, matches: patternOf(behaviour.pattern) };
  });

  const viewer = async (
    behaviour: BehaviourPlan,
    request: ViewerRequest,
    peer: Peer,
  ): Promise<ViewerRequest | ViewerResponse> => {
    const run = behaviour.viewerRequest === undefined ? undefined : functions.get(behaviour.viewerRequest);
    if (!run) return request;
    return run({ eventType: 'viewer-request', distributionId: distribution.id, ip: peer.ip, request });
  };

  const fetchOrigin = async (behaviour: BehaviourPlan, raw: IncomingMessage, peer: Peer): Promise<EdgeAnswer> => {
    const asked = viewerRequest(raw);
    if (!behaviour.methods.includes(asked.method)) return sentence(403, 'This method is not allowed here.');
    const request = await viewer(behaviour, asked, peer);
    if ('statusCode' in request) return answerOf(request);
    const origin = origins.get(behaviour.originId);
    if (!origin) throw new Error(`Behaviour ${behaviour.pattern} has no origin.`);
    const answer = await origin(request, behaviour, raw, peer);
    const page = distribution.errorPages.find(({ status }) => status === answer.status);
    if (page?.path === undefined) return answer;
    const shown = await origin({ ...request, method: 'GET', uri: page.path }, behaviour, raw, peer);
    return { ...shown, status: page.answer ?? answer.status };
  };

  return async (raw: IncomingMessage, peer: Peer): Promise<EdgeAnswer> => {
    const path = (raw.url ?? '/').split('?')[0] ?? '/';
    const found = behaviours.find(({ matches }) => matches.test(path));
    if (!found) throw new Error('A distribution always has a default behaviour.');
    const answer = await fetchOrigin(found.behaviour, raw, peer).catch((error: unknown) => {
      console.error(error);
      return sentence(503, 'The edge function or its origin failed; see the terminal.');
    });
    if (!found.policy) return answer;
    const present = new Set(answer.headers.map(([name]) => name.toLowerCase()));
    const added = found.policy.headers.filter(({ name, override }) => override || !present.has(name));
    const replaced = new Set([...added.map(({ name }) => name), ...found.policy.remove]);
    const kept = answer.headers.filter(([name]) => !replaced.has(name.toLowerCase()));
    return { ...answer, headers: [...kept, ...added.map(({ name, value }): [string, string] => [name, value])] };
  };
}
