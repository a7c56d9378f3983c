import type { IncomingHttpHeaders } from 'node:http';
import type { Reply } from './call.ts';
import type { CorsRule } from './plan.ts';
import { S3Refusal } from './refusal.ts';

/** A pattern may hold one `*`. */
function allows(patterns: readonly string[], value: string): boolean {
  return patterns.some((pattern) => {
    const [before = '', after] = pattern.split('*');
    if (after === undefined) return pattern === value;
    return value.length >= before.length + after.length && value.startsWith(before) && value.endsWith(after);
  });
}

const lower = (names: readonly string[]): string[] => names.map((name) => name.trim().toLowerCase());
const vary = 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method';

function granted(rule: CorsRule, origin: string): Record<string, string> {
  const open = rule.origins.includes('*');
  return {
    'access-control-allow-origin': open ? '*' : origin,
    'access-control-allow-methods': rule.methods.join(', '),
    ...(rule.exposed.length > 0 ? { 'access-control-expose-headers': rule.exposed.join(', ') } : {}),
    ...(open ? {} : { 'access-control-allow-credentials': 'true' }),
    vary,
  };
}

/** What an answer says to the browser's page; nothing when the origin has no rule, so the browser keeps it from the page. */
export function corsHeaders(rules: readonly CorsRule[], method: string, origin?: string): Record<string, string> {
  if (origin === undefined) return {};
  const rule = rules.find(({ origins, methods }) => allows(origins, origin) && methods.includes(method));
  return rule ? granted(rule, origin) : {};
}

export function preflight(rules: readonly CorsRule[], headers: IncomingHttpHeaders): Reply {
  const { origin, 'access-control-request-method': method, 'access-control-request-headers': asked } = headers;
  if (origin === undefined)
    throw new S3Refusal('BadRequest', 'Insufficient information. Origin request header needed.');
  const wanted = lower(asked?.split(',') ?? []).filter(Boolean);
  const rule = rules.find(
    (one) =>
      method !== undefined &&
      allows(one.origins, origin) &&
      one.methods.includes(method) &&
      wanted.every((name) => allows(lower(one.headers), name)),
  );
  if (!rule)
    throw new S3Refusal(
      'AccessForbidden',
      "CORSResponse: This CORS request is not allowed. This is usually because the evaluation of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
    );
  const allowed = wanted.length > 0 ? { 'access-control-allow-headers': wanted.join(', ') } : {};
  return { status: 200, headers: { ...granted(rule, origin), ...allowed } };
}
