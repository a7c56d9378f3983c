import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { canonicalRequest, headerText, parseTarget, type Target } from './canonical.ts';
import {
  algorithm,
  parseCredential,
  parseTimestamp,
  sameSignature,
  signingKey,
  signWith,
  tolerance,
  type Scope,
} from './signature.ts';

/** Seconds: the longest life AWS gives a presigned URL. */
const longestExpiry = 7 * 24 * 3600;

export interface RequestToVerify {
  method: string;
  /** Path and query exactly as they came over the wire. */
  url: string;
  headers: IncomingHttpHeaders;
  /** Hex digest of the body, for services that sign it without naming it in `x-amz-content-sha256` (all but S3). */
  bodySha256?: string;
}

export interface ChunkSigning {
  key: Buffer;
  scope: string;
  timestamp: string;
  /** The signature the first chunk chains from. */
  seed: string;
}

/** What the signature promises about the body; whoever reads the body enforces it. */
export type PayloadRule =
  | { kind: 'unsigned' }
  | { kind: 'sha256'; hex: string }
  | { kind: 'chunked'; trailer: boolean; signing?: ChunkSigning };

export interface Verified {
  ok: true;
  accessKeyId: string;
  service: string;
  region: string;
  sessionToken?: string;
  presigned: boolean;
  payload: PayloadRule;
}

export type RefusalReason =
  'missing' | 'two-mechanisms' | 'malformed' | 'malformed-query' | 'unsupported' | 'unknown-key' | 'skewed' | 'expired';
export type TokenRefusalReason = 'bad-token' | 'expired-token';
export type LateRefusalReason =
  'not-yet-valid' | 'unsigned-header' | 'no-payload-hash' | 'mismatch' | 'payload-mismatch';

/** Services word refusals differently, so the reason is neutral and each service maps it to its own code. */
export interface Refused {
  ok: false;
  reason: RefusalReason | TokenRefusalReason | LateRefusalReason;
  message: string;
}

interface Presented extends Scope {
  signedHeaders: string[];
  signature: string;
  timestamp: string;
  expires?: number;
  sessionToken?: string | undefined;
}

const refuse = (reason: Refused['reason'], message: string): Refused => ({ ok: false, reason, message });
const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
/** The credential scope a request claims, unverified: enough to know which service should look at it. */
export function scopeOf(request: Pick<RequestToVerify, 'url' | 'headers'>): Scope | undefined {
  const credential = /Credential=([^,\s]+)/.exec(request.headers.authorization ?? '')?.[1];
  return parseCredential(credential ?? parseTarget(request.url)?.query.get('X-Amz-Credential') ?? '');
}

function fromHeader(authorization: string, headers: IncomingHttpHeaders): Presented | Refused {
  if (!authorization.startsWith(`${algorithm} `))
    return refuse('unsupported', `The authorization mechanism you have provided is not supported. Use ${algorithm}.`);
  const part = (name: string): string => new RegExp(`${name}=([^,\\s]+)`).exec(authorization)?.[1] ?? '';
  const scope = parseCredential(part('Credential'));
  const [signature, signedHeaders] = [part('Signature'), part('SignedHeaders')];
  if (!scope || !signature || !signedHeaders)
    return refuse('malformed', 'The authorization header needs Credential, SignedHeaders and Signature.');
  const timestamp = headerText(headers['x-amz-date']) ?? '';
  const sessionToken = headerText(headers['x-amz-security-token']);
  return { ...scope, signature, signedHeaders: signedHeaders.split(';'), timestamp, sessionToken };
}

function fromQuery(query: ReadonlyMap<string, string>): Presented | Refused {
  const scope = parseCredential(query.get('X-Amz-Credential') ?? '');
  const [signature, signedHeaders] = [query.get('X-Amz-Signature'), query.get('X-Amz-SignedHeaders')];
  const [timestamp, life] = [query.get('X-Amz-Date'), query.get('X-Amz-Expires') ?? ''];
  const malformed = (message: string): Refused => refuse('malformed-query', message);
  if (query.get('X-Amz-Algorithm') !== algorithm) return malformed(`X-Amz-Algorithm only supports "${algorithm}"`);
  if (!scope || !signature || !signedHeaders || !timestamp || !life)
    return malformed(
      'Query-string authentication requires X-Amz-Credential, -Date, -Expires, -SignedHeaders, -Signature.',
    );
  if (!/^\d+$/.test(life)) return malformed('X-Amz-Expires should be a number');
  if (Number(life) > longestExpiry) return malformed('X-Amz-Expires must be less than a week (in seconds)');
  const sessionToken = query.get('X-Amz-Security-Token');
  return {
    ...scope,
    signature,
    signedHeaders: signedHeaders.split(';'),
    timestamp,
    expires: Number(life),
    sessionToken,
  };
}

function checkTime({ timestamp, date, expires }: Presented, now: Date): Refused | undefined {
  const signedAt = parseTimestamp(timestamp);
  const wrong = expires === undefined ? 'malformed' : 'malformed-query';
  if (Number.isNaN(signedAt) || !timestamp.startsWith(date))
    return refuse(wrong, 'The signing date must be in ISO 8601 basic form and agree with the credential scope.');
  if (expires === undefined)
    return Math.abs(now.getTime() - signedAt) > tolerance
      ? refuse('skewed', 'The difference between the request time and the current time is too large.')
      : undefined;
  if (signedAt - now.getTime() > tolerance) return refuse('not-yet-valid', 'Request is not yet valid');
  return now.getTime() > signedAt + expires * 1000 ? refuse('expired', 'Request has expired') : undefined;
}

function payloadRule(declared: string, signing: ChunkSigning): PayloadRule | undefined {
  if (declared === 'UNSIGNED-PAYLOAD') return { kind: 'unsigned' };
  if (declared === 'STREAMING-UNSIGNED-PAYLOAD-TRAILER') return { kind: 'chunked', trailer: true };
  if (declared === `STREAMING-${algorithm}-PAYLOAD`) return { kind: 'chunked', trailer: false, signing };
  if (declared === `STREAMING-${algorithm}-PAYLOAD-TRAILER`) return { kind: 'chunked', trailer: true, signing };
  return /^[0-9a-f]{64}$/.test(declared) ? { kind: 'sha256', hex: declared } : undefined;
}

function declaredPayload(request: RequestToVerify, target: Target, by: Presented): string | undefined {
  const named = headerText(request.headers['x-amz-content-sha256']) ?? target.query.get('X-Amz-Content-Sha256');
  if (named !== undefined) return named;
  if (by.service !== 's3') return request.bodySha256;
  return by.expires === undefined ? undefined : 'UNSIGNED-PAYLOAD';
}

/** An `x-amz-*` header that nobody signed could have been added on the way, so AWS refuses it. */
function checkSignedHeaders(request: RequestToVerify, by: Presented): Refused | undefined {
  const signed = new Set(by.signedHeaders);
  const loose = Object.keys(request.headers).find((name) => name.startsWith('x-amz-') && !signed.has(name));
  if (signed.has('host') && loose === undefined) return undefined;
  return refuse(
    'unsigned-header',
    `There were headers present in the request which were not signed: ${loose ?? 'host'}`,
  );
}

/** The secret of a key, given the session token that came with it. */
export type SecretOf = (
  accessKeyId: string,
  sessionToken: string | undefined,
) => string | { readonly refused: TokenRefusalReason } | undefined;

const tokenRefusals: Record<TokenRefusalReason, string> = {
  'bad-token': 'The security token included in the request is invalid.',
  'expired-token': 'The security token included in the request is expired',
};
export const tokenRefusal = (reason: TokenRefusalReason): Refused => refuse(reason, tokenRefusals[reason]);

export function verify(request: RequestToVerify, secretOf: SecretOf, now: Date): Verified | Refused {
  const target = parseTarget(request.url);
  if (!target) return refuse('malformed', 'The request target is not valid percent-encoding.');
  const { authorization } = request.headers;
  const inQuery = target.query.has('X-Amz-Algorithm') || target.query.has('X-Amz-Signature');
  if (authorization !== undefined && inQuery) return refuse('two-mechanisms', 'Only one auth mechanism allowed.');
  if (authorization === undefined && !inQuery)
    return refuse('missing', 'Anonymous access is refused: sign the request.');
  const by = authorization === undefined ? fromQuery(target.query) : fromHeader(authorization, request.headers);
  return 'ok' in by ? by : verifyPresented(request, target, by, secretOf, now);
}

function verifyPresented(
  request: RequestToVerify,
  target: Target,
  by: Presented,
  secretOf: SecretOf,
  now: Date,
): Verified | Refused {
  const secret = secretOf(by.accessKeyId, by.sessionToken);
  if (secret === undefined)
    return refuse('unknown-key', 'The access key id you provided does not exist in our records.');
  if (typeof secret !== 'string') return tokenRefusal(secret.refused);
  const early = checkTime(by, now) ?? checkSignedHeaders(request, by);
  if (early) return early;
  const declared = declaredPayload(request, target, by);
  if (declared === undefined)
    return refuse('no-payload-hash', 'Missing required header for this request: x-amz-content-sha256');
  const key = signingKey(secret, by.date, by.region, by.service);
  const scope = `${by.date}/${by.region}/${by.service}/aws4_request`;
  const text = [algorithm, by.timestamp, scope, sha256(canonicalRequest(request, target, by, declared))].join('\n');
  if (!sameSignature(signWith(key, text), by.signature))
    return refuse('mismatch', 'The request signature we calculated does not match the signature you provided.');
  const payload = payloadRule(declared, { key, scope, timestamp: by.timestamp, seed: by.signature });
  if (!payload)
    return refuse('no-payload-hash', 'x-amz-content-sha256 must be a SHA-256 in hex or a known placeholder.');
  if (payload.kind === 'sha256' && request.bodySha256 !== undefined && payload.hex !== request.bodySha256)
    return refuse('payload-mismatch', 'The provided x-amz-content-sha256 header does not match what was computed.');
  const { accessKeyId, service, region, sessionToken } = by;
  const token = sessionToken === undefined ? {} : { sessionToken };
  return { ok: true, accessKeyId, service, region, presigned: by.expires !== undefined, payload, ...token };
}
