// Runs one job with a built bundle, as Lambda would, and says what that took. Plain JavaScript: what strips types from a
// script takes memory of its own.
import { randomUUID } from 'node:crypto';
import { subscribe } from 'node:diagnostics_channel';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { peakBytes } from './peak.js';

const [folder, tenantId, id, budgetMs = '840000'] = process.argv.slice(2);
const { handler } = createRequire(import.meta.url)(join(folder, 'index.js'));
const began = performance.now();
// A worker hands over when a minute is left of its time.
const remaining = () => 60_000 + Number(budgetMs) - (performance.now() - began);
const context = { awsRequestId: randomUUID(), getRemainingTimeInMillis: remaining };
const before = process.cpuUsage();
const startBytes = peakBytes();
const cpuMs = () => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
};
// What had been used when each file was whole in S3: the files of records come first, and then the zip.
const joined = [];
subscribe('http.client.response.finish', ({ request: { method, path } }) => {
  if (method === 'POST' && path.includes('uploadId='))
    joined.push({ cpuMs: cpuMs(), wallMs: performance.now() - began });
});
await handler({ job: { tenantId, id } }, context);
console.log(
  JSON.stringify({
    wallMs: performance.now() - began,
    cpuMs: cpuMs(),
    startBytes,
    peakBytes: peakBytes(),
    joined,
  }),
);
