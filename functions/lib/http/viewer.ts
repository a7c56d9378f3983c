import type { APIGatewayProxyEventV2 } from 'aws-lambda';
import { isIP } from 'node:net';

/** Characters of a browser's description of itself that are kept. */
const AGENT_LENGTH = 200;

/**
 * The address of whoever asks. The edge writes it into x-viewer-address, over whatever the client sent under that
 * name; what the gateway sees as the source is the edge itself. x-forwarded-for is not read: clients may write there.
 */
export const viewerAddress = ({ headers, requestContext }: APIGatewayProxyEventV2): string => {
  const written = headers['x-viewer-address'];
  return written !== undefined && isIP(written) !== 0 ? written : requestContext.http.sourceIp;
};

/** What the browser says it is, without control characters, so that it fits a line of a log or a list. */
export const viewerAgent = ({ headers }: APIGatewayProxyEventV2): string =>
  // eslint-disable-next-line no-control-regex -- control characters are what is taken out
  (headers['user-agent'] ?? '').replace(/[\u0000-\u001f\u007f]/g, ' ').slice(0, AGENT_LENGTH);
