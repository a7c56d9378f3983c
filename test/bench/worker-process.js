// Runs one job with a built bundle, as Lambda would, and says what that took. Plain JavaScript: what strips types from a
// script takes memory of its own.
import { randomUUID } from 'node:crypto';
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
