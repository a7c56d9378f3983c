import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { verify, type Refused, type Verified } from '#infra/local/aws/sigv4.ts';
import type { Credentials } from './credentials.ts';

/** One call to a service as the roles' policies see it. */
export interface Call {
  readonly accessKeyId: string;
  /** Absent: the operator. */
  readonly role?: string;
  /** `dynamodb:GetItem` */
  readonly action: string;
  readonly region: string;
  readonly body: Buffer;
  readonly path: string;
}

/** Here the policies of the template get their say; undefined allows, a sentence refuses. */
export type Authorize = (call: Call) => string | undefined;

export interface Refusal {
  readonly type: string;
  readonly message: string;
}

const types: Partial<Record<Refused['reason'], string>> = {
  missing: 'MissingAuthenticationTokenException',
  'unknown-key': 'UnrecognizedClientException',
  malformed: 'IncompleteSignatureException',
  'malformed-query': 'IncompleteSignatureException',
  unsupported: 'IncompleteSignatureException',
};

const refusalOf = ({ reason, message }: Refused): Refusal => ({
  type: types[reason] ?? 'InvalidSignatureException',
  message: reason === 'unknown-key' ? 'The security token included in the request is invalid.' : message,
});

export function identifyCaller(
  request: IncomingMessage,
  body: Buffer,
  credentials: Credentials,
  now: Date,
): Verified | Refusal {
  const bodySha256 = createHash('sha256').update(body).digest('hex');
  const { method = 'GET', url = '/', headers } = request;
  const result = verify({ method, url, headers, bodySha256 }, (id) => credentials.secretOf(id), now);
  return result.ok ? result : refusalOf(result);
}
