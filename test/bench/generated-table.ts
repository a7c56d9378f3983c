import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as z from 'zod';
import { listen } from '#infra/local/endpoint/listen.ts';
import { recordId, storedOutfall } from './fill.ts';
import { packValues } from '#shared/derive/stored.ts';
import { records } from '#shared/records/index.ts';

const querySchema = z.object({
  ExpressionAttributeValues: z.record(z.string(), z.object({ S: z.string() })),
  Limit: z.number().optional(),
  Select: z.string().optional(),
  ProjectionExpression: z.string().optional(),
  ExclusiveStartKey: z.object({ sk: z.object({ S: z.string() }) }).optional(),
});

/** What a page of a megabyte holds of such records. */
const MOST = 1000;

/** The attributes that an export asks for, in DynamoDB's own JSON. */
const itemOf = (n: number) => {
  const { values, ...rest } = storedOutfall(n);
  return marshall(
    { ...rest, verb: 'create', values: packValues(records.outfall, values) },
    { removeUndefinedValues: true },
  );
};

const pageOf = (
  pk: string,
  rows: number,
  { ExclusiveStartKey: from, Limit = MOST, Select }: z.infer<typeof querySchema>,
) => {
  const first = from === undefined ? 0 : Number.parseInt(from.sk.S.slice(-12), 16) + 1;
  const count = Math.min(Limit, MOST, rows - first);
  const last = first + count;
  return {
    Count: count,
    ...(Select !== 'COUNT' && { Items: Array.from({ length: count }, (_, n) => itemOf(first + n)) }),
    ...(last < rows && { LastEvaluatedKey: { pk: { S: pk }, sk: { S: recordId(last - 1) } } }),
  };
};

export const bodyOf = async (request: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
};

export const forward = ({ method, url, headers }: IncomingMessage, response: ServerResponse, body: Buffer, to: URL) => {
  const { hostname, port } = to;
  // The host stays the one that was signed.
  const onward = httpRequest({ hostname, port, method, path: url, headers }, (answer) => {
    response.writeHead(answer.statusCode ?? 502, answer.headers);
    answer.pipe(response);
  });
  onward.on('error', () => response.destroy());
  onward.end(body);
};

/**
 * The local system with a partition of outfalls in front of it that nobody had to write: pages are made as they are
 * asked for. A million real items would take the local database a quarter of an hour, and the export reads nothing else.
 */
export const generatedTable = async (endpoint: string, pk: string, rows: number) => {
  const to = new URL(endpoint);
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      // Whoever runs the bench starts the next worker.
      if (/^\/2015-03-31\/functions\/[^/]+\/invocations/.test(request.url ?? '')) {
        response.writeHead(202).end();
        return;
      }
      const query = request.headers['x-amz-target'] === 'DynamoDB_20120810.Query' && body.includes(JSON.stringify(pk));
      if (!query) {
        forward(request, response, body, to);
        return;
      }
      const page = pageOf(pk, rows, querySchema.parse(JSON.parse(body.toString())));
      response.writeHead(200, { 'content-type': 'application/x-amz-json-1.0' }).end(JSON.stringify(page));
    });
  });
  const port = await listen(server, 0, '127.0.0.1');
  return {
    endpoint: `http://127.0.0.1:${port}`,
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
};
