import { createServer } from 'node:http';
import { listen } from '#infra/local/endpoint/listen.ts';
import { bodyOf, forward } from './generated-table.ts';

export interface Call {
  /** Such as `GetItem` or `AssumeRole`. */
  readonly operation: string;
  readonly body: string;
}

/** Stands between a function and the local AWS endpoint and writes down what is asked. */
export const recorder = async (endpoint: string) => {
  const to = new URL(endpoint);
  const calls: Call[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const target = request.headers['x-amz-target'];
      calls.push({
        operation: typeof target === 'string' ? (target.split('.')[1] ?? '') : 'other',
        body: String(body),
      });
      forward(request, response, body, to);
    });
  });
  const port = await listen(server, 0, '127.0.0.1');
  return {
    endpoint: `http://127.0.0.1:${port}`,
    /** The calls since the last time. */
    take: () => calls.splice(0),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
