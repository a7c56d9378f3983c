import type { RoutePlan } from '#infra/local/template/plan.ts';

export interface Match {
  readonly route: RoutePlan;
  readonly parameters: Readonly<Record<string, string>>;
}

interface Compiled {
  readonly route: RoutePlan;
  readonly method: string;
  readonly segments: readonly string[];
}

/** Weight of each kind of segment; read from left to right the greater wins, as in "most specific first". */
const rank = (segment: string): string => (segment.endsWith('+}') ? '1' : segment.startsWith('{') ? '2' : '3');
const specificity = ({ method, segments }: Compiled): string =>
  segments.map(rank).join('') + (method === 'ANY' ? '0' : '4');

function compile(route: RoutePlan): Compiled {
  if (route.key === '$default') return { route, method: 'ANY', segments: ['{proxy+}'] };
  const [method = 'ANY', path = '/'] = route.key.split(' ');
  return { route, method, segments: path.split('/').slice(1) };
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function parametersOf({ route, segments }: Compiled, parts: readonly string[]): Record<string, string> | undefined {
  const greedy = segments.at(-1)?.endsWith('+}') === true;
  if (route.key === '$default') return {};
  if (greedy ? parts.length < segments.length || parts[segments.length - 1] === '' : parts.length !== segments.length)
    return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = parts[index] ?? '';
    if (segment.endsWith('+}')) parameters[segment.slice(1, -2)] = parts.slice(index).map(decoded).join('/');
    else if (segment.startsWith('{')) parameters[segment.slice(1, -1)] = decoded(part);
    else if (segment !== part) return undefined;
  }
  return parameters;
}

/** Finds the route of a request: a full match, then a greedy one, then `$default`; a named method before ANY. */
export function createRouter(routes: readonly RoutePlan[]): (method: string, path: string) => Match | undefined {
  const ordered = routes.map(compile).sort((one, other) => {
    const [mine, theirs] = [one, other].map((entry) => (entry.route.key === '$default' ? '' : specificity(entry)));
    return mine === theirs ? 0 : (mine ?? '') < (theirs ?? '') ? 1 : -1;
  });
  return (method, path) => {
    const parts = path.split('/').slice(1);
    for (const entry of ordered) {
      if (entry.method !== 'ANY' && entry.method !== method) continue;
      const parameters = parametersOf(entry, parts);
      if (parameters) return { route: entry.route, parameters };
    }
    return undefined;
  };
}
