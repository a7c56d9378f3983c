// Hands changes to a built consumer of the stream, a hundred at a time as Lambda would, and says what that took.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { peakBytes } from './peak.js';

const [folder, file] = process.argv.slice(2);
const { handler } = createRequire(import.meta.url)(join(folder, 'index.js'));
const changes = JSON.parse(readFileSync(file, 'utf8'));
const startBytes = peakBytes();
const began = performance.now();
const before = process.cpuUsage();
for (let from = 0; from < changes.length; from += 100) {
  const { batchItemFailures } = await handler({ Records: changes.slice(from, from + 100) });
  if (batchItemFailures.length > 0) throw new Error(`${batchItemFailures.length} changes of a batch were not audited.`);
}
const { user, system } = process.cpuUsage(before);
const cpuMs = (user + system) / 1000;
console.log(JSON.stringify({ wallMs: performance.now() - began, cpuMs, startBytes, peakBytes: peakBytes() }));
