import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { S3Client } from '@aws-sdk/client-s3';
import { createS3, type BucketPlan, type ObjectCreated, type S3Options } from '#infra/local/s3/index.ts';

export const keys = { accessKeyId: 'LOCALTEST000000000', secretAccessKey: 'secret-of-the-test' };
export const region = 'us-east-1';

export const buckets: BucketPlan[] = [
  {
    name: 'plain',
    versioned: false,
    cors: [{ origins: ['https://app.example'], methods: ['PUT', 'POST', 'GET'], headers: ['*'], exposed: ['etag'] }],
    eventBridge: true,
  },
  { name: 'versioned', versioned: true, cors: [], eventBridge: true },
];

export interface Served {
  endpoint: string;
  client: S3Client;
  events: ObjectCreated[];
  close: () => Promise<void>;
}

/** The local S3 on a port of its own. */
export async function serveS3(options: Partial<S3Options> = {}): Promise<Served> {
  const events: ObjectCreated[] = [];
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  const s3 = createS3({
    buckets,
    secretOf: (id) => (id === keys.accessKeyId ? keys.secretAccessKey : undefined),
    onCreated: (event) => events.push(event),
    now: () => new Date(),
    endpointHost: host,
    region,
    ...options,
  });
  server.on('request', (req, res) => void s3.handle(req, res));
  const endpoint = `http://${host}`;
  const client = new S3Client({ endpoint, region, credentials: keys, maxAttempts: 1 });
  return {
    endpoint,
    client,
    events,
    async close() {
      client.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await s3.close();
    },
  };
}
