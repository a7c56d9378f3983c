import { request } from 'node:http';

export interface Raw {
  readonly status: number;
  readonly body: string;
}

/** A request exactly as written: `fetch` would tidy up its path and refuse some of its headers. */
export const raw = (
  site: string,
  method: string,
  path: string,
  headers: Readonly<Record<string, string | string[]>> = {},
  body = '',
): Promise<Raw> =>
  new Promise((resolve, reject) => {
    const { hostname, port } = new URL(site);
    const asked = request(
      { hostname, port, method, path, headers: { host: `localhost:${port}`, ...headers } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (part: string) => (text += part));
        answer.on('end', () => {
          resolve({ status: answer.statusCode ?? 0, body: text });
        });
      },
    );
    asked.on('error', reject);
    asked.end(body);
  });
