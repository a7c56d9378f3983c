import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { verify, type Refused, type Verified } from '#infra/local/aws/sigv4.ts';
import type { Bearer } from '#infra/local/iam/index.ts';
import type { Credentials } from './credentials.ts';

/** One call to a service, its signature verified. */
export interface Call extends Bearer {
  readonly service: string;
  /** `GetItem` */
  readonly operation: string;
  readonly region: string;
  readonly path: string;
}

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
  'bad-token': 'UnrecognizedClientException',
  'expired-token': 'ExpiredTokenException',
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
  const result = verify({ method, url, headers, bodySha256 }, credentials.secretOf, now);
  return result.ok ? result : refusalOf(result);
}
