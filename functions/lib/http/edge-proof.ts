import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { createHash, timingSafeEqual } from 'node:crypto';
import { secretText } from '#functions/lib/aws/secret.ts';
import { Problem } from '#shared/model/problem.ts';
import { env } from './env.ts';

const PROOF = 'x-origin-proof';
const digest = (text: string) => createHash('sha256').update(text).digest();

/**
 * The API has an address of its own, where nobody has cleaned the headers that are trusted here and no firewall
 * stands. CloudFront adds a secret header to what it forwards, over whatever the client sent under that name; a
 * request without it is refused, and the secret goes no further than this line.
 */
export const requireEdge = async (event: APIGatewayProxyEventV2): Promise<void> => {
  const { [PROOF]: sent, ...headers } = event.headers;
  event.headers = headers;
  if (sent === undefined || !timingSafeEqual(digest(sent), digest(await secretText(env().ORIGIN_PROOF))))
    throw new Problem('wrong-origin', 'This address is not for use by itself. Use the address of the site.');
};
