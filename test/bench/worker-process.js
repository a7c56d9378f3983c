// Runs one job with a built bundle, as Lambda would, and says what that took. Plain JavaScript: what strips types from a
// script takes memory of its own.
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { peakBytes } from './peak.js';

const [folder, tenantId, id] = process.argv.slice(2);
const { handler } = createRequire(import.meta.url)(join(folder, 'index.js'));
const context = { awsRequestId: id, getRemainingTimeInMillis: () => 900_000 };
const began = performance.now();
const before = process.cpuUsage();
const startBytes = peakBytes();
await handler({ job: { tenantId, id } }, context);
const { user, system } = process.cpuUsage(before);
console.log(
  JSON.stringify({
    wallMs: performance.now() - began,
    cpuMs: (user + system) / 1000,
    startBytes,
    peakBytes: peakBytes(),
  }),
);
