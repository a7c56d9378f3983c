import type { Refused } from '../aws/sigv4.ts';
import { document } from './xml.ts';

/** S3's own codes with the HTTP status each comes with; anything not listed is 400. */
const statuses: Record<string, number> = {
  NotModified: 304,
  AccessDenied: 403,
  AccessForbidden: 403,
  InvalidAccessKeyId: 403,
  SignatureDoesNotMatch: 403,
  RequestTimeTooSkewed: 403,
  NoSuchBucket: 404,
  NoSuchKey: 404,
  NoSuchUpload: 404,
  NoSuchVersion: 404,
  MethodNotAllowed: 405,
  MissingContentLength: 411,
  PreconditionFailed: 412,
  InvalidRange: 416,
  InternalError: 500,
  NotImplemented: 501,
};

export interface RefusalExtras {
  /** Extra elements of the error document. */
  fields?: Record<string, string | number>;
  headers?: Record<string, string>;
}

export class S3Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly extras: RefusalExtras;

  constructor(code: string, message: string, extras: RefusalExtras = {}) {
    super(message);
    this.code = code;
    this.status = statuses[code] ?? 400;
    this.extras = extras;
  }

  body(resource: string, requestId: string): string {
    const { code: Code, message: Message } = this;
    return document('Error', { Code, Message, ...this.extras.fields, Resource: resource, RequestId: requestId }, false);
  }
}

const signatureCodes: Record<Refused['reason'], string> = {
  missing: 'AccessDenied',
  'two-mechanisms': 'InvalidArgument',
  malformed: 'AuthorizationHeaderMalformed',
  'malformed-query': 'AuthorizationQueryParametersError',
  unsupported: 'InvalidRequest',
  'unknown-key': 'InvalidAccessKeyId',
  'bad-token': 'InvalidToken',
  'expired-token': 'ExpiredToken',
  skewed: 'RequestTimeTooSkewed',
  expired: 'AccessDenied',
  'not-yet-valid': 'AccessDenied',
  'unsigned-header': 'AccessDenied',
  'no-payload-hash': 'InvalidRequest',
  mismatch: 'SignatureDoesNotMatch',
  'payload-mismatch': 'XAmzContentSHA256Mismatch',
};

export const signatureRefusal = ({ reason, message }: Refused): S3Refusal =>
  new S3Refusal(signatureCodes[reason], message);

export const notImplemented = (what: string): S3Refusal =>
  new S3Refusal('NotImplemented', `${what} is not part of the local S3. Use another way or add it in infra/local/s3.`);

export const accessDenied = (message = 'Access Denied'): S3Refusal => new S3Refusal('AccessDenied', message);
