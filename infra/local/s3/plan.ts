import type { SecretOf } from '../aws/sigv4.ts';
import type { ObjectCreated } from './created.ts';
import type { LockRule } from './lock.ts';

export interface CorsRule {
  origins: string[];
  methods: string[];
  headers: string[];
  exposed: string[];
}

export interface BucketPlan {
  name: string;
  versioned: boolean;
  cors: CorsRule[];
  eventBridge: boolean;
  /** Present in a bucket with Object Lock. */
  lock?: { default?: LockRule };
}

export interface AccessQuestion {
  /** Of a listing. */
  prefix?: string;
  accessKeyId: string;
  sessionToken?: string;
  action: `s3:${string}`;
  bucket: string;
  key?: string;
  /** The answer is not given to the caller as a refusal. */
  quietly?: boolean;
}

export interface S3Options {
  buckets: BucketPlan[];
  /** Where objects and the journal live; absent means memory only. */
  dir?: string;
  secretOf: SecretOf;
  onCreated: (event: ObjectCreated) => void;
  now: () => Date;
  /** Host and port clients reach us by, for the Location of what they created. */
  endpointHost: string;
  /** When given, credentials scoped to another region are refused as S3 refuses them. */
  region?: string;
  account?: string;
  /** Bytes that every part but the last must have at least; absent, as many as S3 asks for. */
  smallestPart?: number | undefined;
  /** Asked before every operation, answers with a sentence that refuses; absent means every known key may do everything. */
  authorize?: (question: AccessQuestion) => string | undefined;
}
