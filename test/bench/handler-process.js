// Serves one built function over plain HTTP: an event in, its answer out, as Lambda's runtime does it. Says what that took.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const [path] = process.argv.slice(2);
const { handler } = createRequire(import.meta.url)(path);

const textOf = async (request) => {
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
};
const used = () => {
  const { user, system } = process.cpuUsage();
  return { cpuMs: (user + system) / 1000 };
};
/** Bytes that are still held once everything was cleared away. */
const held = () => {
  globalThis.gc();
  const { heapUsed, external } = process.memoryUsage();
  return { bytes: heapUsed + external };
};
const told = { '/used': used, '/held': held };
const server = createServer(async (request, response) => {
  const tell = told[request.url];
  const answer = tell?.() ?? (await handler(JSON.parse(await textOf(request)), { awsRequestId: 'bench' }));
  response.end(JSON.stringify(answer));
});
server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ port: server.address().port })));
