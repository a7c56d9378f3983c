import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { Problem } from '#shared/model/problem.ts';

const safe = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * A change must come from our own pages. Browsers send Origin with every unsafe request, and the edge puts the
 * host that the browser asked for into x-viewer-host, over whatever the client sent under that name.
 */
export const requireSameOrigin = (event: APIGatewayProxyEventV2): void => {
  if (safe.has(event.requestContext.http.method)) return;
  const { origin, 'x-viewer-host': host } = event.headers;
  if (host === undefined || origin === undefined || hostOf(origin) !== host.toLowerCase())
    throw new Problem(
      'wrong-origin',
      'Changes are taken only from this site itself. Open it in your browser and try there.',
    );
};

const hostOf = (origin: string): string | undefined => (URL.canParse(origin) ? new URL(origin).host : undefined);
