import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { headerText, parseTarget, type Target } from '../aws/canonical.ts';
import { verify } from '../aws/sigv4.ts';
import type { Call, Caller, Reply } from './call.ts';
import { corsHeaders, preflight } from './cors.ts';
import type { Headers } from './intake.ts';
import { run } from './operations.ts';
import type { BucketPlan, S3Options } from './plan.ts';
import { postObject } from './post.ts';
import { S3Refusal, signatureRefusal } from './refusal.ts';
import { openStore, type Store } from './store.ts';

export type { AccessQuestion, BucketPlan, CorsRule, S3Options } from './plan.ts';
export type { ObjectCreated } from './created.ts';

export interface S3 {
  handle(req: IncomingMessage, res: ServerResponse): Promise<void>;
  close(): Promise<void>;
}

/** Bytes of a key in UTF-8. */
const longestKey = 1024;
const unsigned: Caller = { accessKeyId: '', region: '', payload: { kind: 'unsigned' } };

function headersOf({ headers }: IncomingMessage, { query }: Target): Headers {
  const inQuery = [...query]
    .map(([name, value]): [string, string] => [name.toLowerCase(), value])
    .filter(([name]) =>
      /^x-amz-(?!algorithm|credential|date|expires|signedheaders|signature|security-token)/.test(name),
    );
  const own = Object.entries(headers).map(([name, value]): [string, string | undefined] => [name, headerText(value)]);
  return Object.fromEntries([...inQuery, ...own]);
}

function callerOf(req: IncomingMessage, { secretOf, now, region }: S3Options): Caller {
  const request = { method: req.method ?? '', url: req.url ?? '/', headers: req.headers };
  const verified = verify(request, secretOf, now());
  if (!verified.ok) throw signatureRefusal(verified);
  const wrong = (what: string): S3Refusal => new S3Refusal('AuthorizationHeaderMalformed', `The ${what} is wrong`);
  if (verified.service !== 's3') throw wrong(`service '${verified.service}' is wrong; expecting 's3'`);
  if (region !== undefined && verified.region !== region)
    throw wrong(`region '${verified.region}' is wrong; expecting '${region}'`);
  return verified;
}

function parse(req: IncomingMessage, options: S3Options, store: Store, requestId: string): Call {
  const target = parseTarget(req.url ?? '/');
  if (!target) throw new S3Refusal('InvalidURI', "Couldn't parse the specified URI.");
  const [, name = '', ...rest] = target.path.split('/');
  const [bucket, key] = [decodeURIComponent(name), decodeURIComponent(rest.join('/'))];
  if (Buffer.byteLength(key) > longestKey) throw new S3Refusal('KeyTooLongError', 'Your key is too long');
  const plan: BucketPlan | undefined = options.buckets.find((one) => one.name === bucket);
  const form = req.method === 'POST' && key === '' && req.headers['content-type']?.startsWith('multipart/form-data');
  const caller = form || req.method === 'OPTIONS' ? unsigned : callerOf(req, options);
  if (!plan)
    throw new S3Refusal('NoSuchBucket', 'The specified bucket does not exist', { fields: { BucketName: bucket } });
  const { query } = target;
  return { req, requestId, plan, key, query, headers: headersOf(req, target), caller, store, options };
}

async function answer(req: IncomingMessage, options: S3Options, store: Store, requestId: string): Promise<Reply> {
  const call = parse(req, options, store, requestId);
  if (req.method === 'OPTIONS') return preflight(call.plan.cors, req.headers);
  return call.caller === unsigned ? postObject(call) : run(call);
}

function refusalReply(error: unknown, req: IncomingMessage, requestId: string): Reply {
  const refusal =
    error instanceof S3Refusal ? error : new S3Refusal('InternalError', 'We encountered an internal error.');
  if (refusal !== error && req.errored === null) console.error('local S3:', error);
  const headers = refusal.extras.headers ?? {};
  if (req.method === 'HEAD' || refusal.status === 304) return { status: refusal.status, headers };
  const body = refusal.body((req.url ?? '/').replace(/\?.*/s, ''), requestId);
  return { status: refusal.status, headers: { ...headers, 'content-type': 'application/xml' }, body };
}

async function send(res: ServerResponse, { status, headers = {}, body }: Reply): Promise<void> {
  for (const [name, value] of Object.entries(headers))
    if (value !== undefined) res.setHeader(name, Buffer.from(String(value), 'utf8').toString('latin1'));
  res.statusCode = status;
  if (body === undefined || typeof body === 'string') {
    if (body !== undefined) res.setHeader('content-length', Buffer.byteLength(body));
    res.end(body);
  } else await pipeline(Readable.from(body, { objectMode: false }), res);
}

/** The part of S3 the product uses, path style. Every request must be signed by a key `secretOf` knows. */
export function createS3(options: S3Options): S3 {
  const store = openStore(options.dir);
  const corsFor = ({ url = '', headers, method = '' }: IncomingMessage): Record<string, string> => {
    const plan = options.buckets.find(({ name }) => name === /^\/([^/?]+)/.exec(url)?.[1]);
    return corsHeaders(plan?.cors ?? [], method, headers.origin);
  };
  return {
    async handle(req, res) {
      const requestId = randomBytes(8).toString('hex').toUpperCase();
      const reply = await answer(req, options, store, requestId).catch((e: unknown) => refusalReply(e, req, requestId));
      // SDKs set their clock by the date of an answer.
      const date = options.now().toUTCString();
      const named = { 'x-amz-request-id': requestId, server: 'AmazonS3', date, ...corsFor(req) };
      // A reader who goes away mid-download is no fault of ours.
      await send(res, { ...reply, headers: { ...named, ...reply.headers } }).catch(() => res.destroy());
    },
    close: () => store.close(),
  };
}
