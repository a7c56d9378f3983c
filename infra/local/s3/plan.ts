import type { SecretOf } from '../aws/sigv4.ts';
import type { ObjectCreated } from './created.ts';

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
}

export interface AccessQuestion {
  accessKeyId: string;
  action: `s3:${string}`;
  bucket: string;
  key?: string;
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
  /** Asked before every operation; absent means every known key may do everything. */
  authorize?: (question: AccessQuestion) => boolean;
}
