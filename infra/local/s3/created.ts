import { randomUUID } from 'node:crypto';
import type { Call } from './call.ts';
import type { ObjectVersion } from './catalog.ts';

export type CreationReason = 'PutObject' | 'POST Object' | 'CopyObject' | 'CompleteMultipartUpload';

/** The event EventBridge carries when S3 has a new object. */
export interface ObjectCreated {
  version: '0';
  id: string;
  'detail-type': 'Object Created';
  source: 'aws.s3';
  account: string;
  time: string;
  region: string;
  resources: string[];
  detail: {
    version: '0';
    bucket: { name: string };
    object: { key: string; size: number; etag: string; 'version-id'?: string; sequencer: string };
    'request-id': string;
    requester: string;
    'source-ip-address': string;
    reason: CreationReason;
  };
}

let count = 0;

/** Hexadecimal; of two events for one key the later has the greater sequencer. */
function nextSequencer(now: Date): string {
  count = (count + 1) % 0x1000000;
  return (now.getTime().toString(16).padStart(12, '0') + count.toString(16).padStart(6, '0')).toUpperCase();
}

export function announce(call: Call, key: string, version: ObjectVersion, reason: CreationReason): void {
  const { plan, options, caller, requestId, req } = call;
  if (!plan.eventBridge) return;
  const account = options.account ?? '000000000000';
  const { size, etag, id } = version;
  const versionId = plan.versioned ? { 'version-id': id } : {};
  const now = options.now();
  options.onCreated({
    version: '0',
    id: randomUUID(),
    'detail-type': 'Object Created',
    source: 'aws.s3',
    account,
    time: now.toISOString().replace(/\.\d+Z$/, 'Z'),
    region: caller.region,
    resources: [`arn:aws:s3:::${plan.name}`],
    detail: {
      version: '0',
      bucket: { name: plan.name },
      object: { key, size, etag, ...versionId, sequencer: nextSequencer(now) },
      'request-id': requestId,
      requester: account,
      'source-ip-address': req.socket.remoteAddress ?? '127.0.0.1',
      reason,
    },
  });
}
