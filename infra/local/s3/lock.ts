import { permit, type Call } from './call.ts';
import type { ObjectVersion, Stored } from './catalog.ts';
import { accessDenied, notImplemented, S3Refusal } from './refusal.ts';

export type LockMode = 'COMPLIANCE' | 'GOVERNANCE';

/** What keeps a version from being deleted until then. */
export interface Lock {
  mode: LockMode;
  until: string;
}

/** Of a bucket with Object Lock: what a version gets that names nothing itself. */
export interface LockRule {
  mode: LockMode;
  days: number;
}

const DAY_MS = 86_400_000;
const modeHeader = 'x-amz-object-lock-mode';
const untilHeader = 'x-amz-object-lock-retain-until-date';

const invalid = (message: string): S3Refusal => new S3Refusal('InvalidArgument', message);
const isMode = (mode: string): mode is LockMode => mode === 'COMPLIANCE' || mode === 'GOVERNANCE';

function checkedBody({ headers }: Call): boolean {
  return Object.keys(headers).some((name) => name === 'content-md5' || name.startsWith('x-amz-checksum-'));
}

function asked(call: Call): Lock | undefined {
  const { [modeHeader]: mode, [untilHeader]: until } = call.headers;
  if (call.headers['x-amz-object-lock-legal-hold'] !== undefined) throw notImplemented('A legal hold');
  if (mode === undefined && until === undefined) return undefined;
  if (!call.plan.lock) throw new S3Refusal('InvalidRequest', 'Bucket is missing Object Lock Configuration');
  if (mode === undefined || until === undefined)
    throw invalid(`${untilHeader} and ${modeHeader} must both be supplied`);
  if (!isMode(mode)) throw invalid('Unknown wormMode directive.');
  const at = Date.parse(until);
  if (Number.isNaN(at)) throw invalid('The retain until date must be provided in ISO 8601 format');
  if (at <= call.options.now().getTime()) throw invalid('The retain until date must be in the future!');
  if (!checkedBody(call))
    throw new S3Refusal(
      'InvalidRequest',
      'Content-MD5 OR x-amz-checksum- HTTP header is required for Put Object requests with Object Lock parameters',
    );
  permit(call, 's3:PutObjectRetention', call.plan.name, call.key);
  return { mode, until: new Date(at).toISOString() };
}

/** The lock of a version about to be written: what the request says, or else what the bucket says. */
export function lockFor(call: Call): { lock?: Lock } {
  const said = asked(call);
  if (said) return { lock: said };
  const rule = call.plan.lock?.default;
  if (!rule) return {};
  const until = new Date(call.options.now().getTime() + rule.days * DAY_MS).toISOString();
  return { lock: { mode: rule.mode, until } };
}

/** Nobody deletes what is locked for compliance; governance gives way to who may and says so. */
export function refuseLocked(call: Call, key: string, { lock }: ObjectVersion): void {
  if (!lock || Date.parse(lock.until) <= call.options.now().getTime()) return;
  if (lock.mode === 'GOVERNANCE' && call.headers['x-amz-bypass-governance-retention']?.toLowerCase() === 'true') {
    permit(call, 's3:BypassGovernanceRetention', call.plan.name, key);
    return;
  }
  throw accessDenied('Access Denied because object protected by object lock.');
}

/** Told with an object to whoever may know it. */
export function lockHeaders(call: Call, { lock }: ObjectVersion): Stored {
  if (!lock) return {};
  try {
    permit(call, 's3:GetObjectRetention', call.plan.name, call.key, true);
  } catch {
    return {};
  }
  return { [modeHeader]: lock.mode, [untilHeader]: lock.until };
}
