import type { Visitor } from '#test/support/visitor.ts';
import type { Operation } from './operations.ts';
import { decodeJwt } from './token.ts';

/** What the gateway's authorizer hands on of somebody who is signed in. */
export const claimsOf = (who: Visitor): Record<string, string> =>
  decodeJwt(/__Host-access=([^;]+)/.exec(who.cookie)?.[1] ?? '');

/** The event of a request of somebody who is signed in, as the gateway makes it once CloudFront let it through. */
export const eventOf = (operation: Operation, n: number, who: Visitor, proof: string) => {
  const [path = '', query = ''] = operation.path(n).split('?');
  const body = operation.body?.(n);
  return {
    version: '2.0',
    rawPath: path,
    rawQueryString: query,
    headers: {
      ...{ 'x-origin-proof': proof, 'x-viewer-host': new URL(who.origin).host, origin: who.origin },
      ...operation.headers?.(n),
      ...(body && { 'content-type': 'application/json' }),
    },
    ...(query !== '' && { queryStringParameters: Object.fromEntries(new URLSearchParams(query)) }),
    requestContext: {
      requestId: 'JKJaXmPLvHcESHA=',
      http: { method: operation.method, path, sourceIp: '127.0.0.1', userAgent: 'bench' },
      authorizer: { jwt: { claims: claimsOf(who) } },
    },
    ...(body && { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  };
};
