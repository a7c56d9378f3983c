import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from '#shared/model/problem.ts';

/** Addresses here are words and ids. Anything decoded, doubled or relative would be read differently by each layer. */
const plainPath = /^(\/(?!\.{1,2}(\/|$))[A-Za-z0-9._~-]+)+$/;

/** One address has one spelling: no trailing or encoded slash, no dot segment, no second way past a route. */
export const requirePlainPath = ({ rawPath }: APIGatewayProxyEventV2): void => {
  if (!plainPath.test(rawPath)) throw new Problem('not-found', 'There is nothing at this address.');
};

/** The gateway joins repeated parameters with commas, so that `?id=a&id=b` would mean something else to each reader. */
export const requireSingleParameters = ({ rawQueryString }: APIGatewayProxyEventV2): void => {
  const names = [...new URLSearchParams(rawQueryString).keys()];
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined)
    throw new Problem('bad-request', `The address names ${twice.slice(0, 40)} more than once. Send it once.`);
};

/** Deepest nest of a body that is taken. The deepest that we need, a GeoJSON multipolygon, has eight levels. */
export const MAX_DEPTH = 32;

/** How deep the text of a JSON document nests, without parsing it: what recurses over it later must not be at risk. */
export const depthOf = (json: string): number => {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let at = 0; at < json.length; at += 1) {
    const sign = json[at];
    if (quoted && sign === '\\') at += 1;
    else if (sign === '"') quoted = !quoted;
    else if (!quoted && (sign === '{' || sign === '[')) deepest = Math.max(deepest, (depth += 1));
    else if (!quoted && (sign === '}' || sign === ']')) depth -= 1;
  }
  return deepest;
};
