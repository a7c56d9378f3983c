/** Proves the trail of one agency as the operator's command does, and says what that took. */
import { verifyAudit } from '#functions/lib/usecases/verify-audit.ts';
import { tableAt } from '#functions/lib/store/index.ts';
import { peakBytes } from './peak.js';

const [table = '', tenantId = ''] = process.argv.slice(2);
const startBytes = peakBytes();
const began = performance.now();
const before = process.cpuUsage();
const { entries, broken } = await verifyAudit(tableAt(table, {}), tenantId, new Date().toISOString());
if (broken !== undefined) throw new Error(broken);
const { user, system } = process.cpuUsage(before);
const cpuMs = (user + system) / 1000;
console.log(JSON.stringify({ wallMs: performance.now() - began, cpuMs, startBytes, peakBytes: peakBytes(), entries }));
