import { Agent, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { answerJson } from './answers.ts';

export interface DynamoProxy {
  handle: (request: IncomingMessage, response: ServerResponse, body: Buffer) => Promise<void>;
  close: () => void;
}

/** Hands a verified call on to the database process and streams its answer back. */
export function createDynamoProxy(target: string): DynamoProxy {
  const { hostname, port } = new URL(target);
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });

  const forward = (request: IncomingMessage, response: ServerResponse, body: Buffer): Promise<void> =>
    new Promise((resolve, reject) => {
      const headers = { ...request.headers, host: `${hostname}:${port}`, 'content-length': body.length };
      const onward = httpRequest({ agent, hostname, port, method: 'POST', path: '/', headers }, (answer) => {
        // The database lets every web page read its answers; nothing that asks here is a web page. Its clock is not ours.
        const kept = Object.entries(answer.headers).filter(
          ([name]) => !name.startsWith('access-control-') && name !== 'date',
        );
        response.writeHead(answer.statusCode ?? 502, Object.fromEntries(kept));
        answer.pipe(response).on('finish', resolve).on('close', resolve);
      });
      onward.on('error', reject);
      onward.end(body);
    });

  return {
    handle: async (request, response, body) => {
      try {
        await forward(request, response, body);
      } catch (error) {
        const message = `The local database did not answer: ${error instanceof Error ? error.message : String(error)}`;
        if (response.headersSent) response.destroy();
        else answerJson(response, 500, { __type: 'InternalServerError', message }, 'application/x-amz-json-1.0');
      }
    },
    close: () => agent.destroy(),
  };
}
