import { createHash, createHmac } from 'node:crypto';
import { S3Client, S3ServiceException } from '@aws-sdk/client-s3';

export interface Target {
  endpoint: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string };
  /** A bucket without versions whose CORS rule lets https://app.example PUT, POST and GET, exposing etag. */
  plain: string;
  versioned: string;
  close: () => Promise<void>;
}

export const clientOf = ({ endpoint, region, credentials }: Target): S3Client =>
  new S3Client({ endpoint, region, credentials, forcePathStyle: true, maxAttempts: 1 });

/** The client a handler presigns with: no checksum of an empty body slips into the URL. */
export const presigningClientOf = ({ endpoint, region, credentials }: Target): S3Client =>
  new S3Client({ endpoint, region, credentials, forcePathStyle: true, requestChecksumCalculation: 'WHEN_REQUIRED' });

/** What a refused call was refused with. */
export async function refusalOf(call: Promise<unknown>): Promise<{ code: string; status: number | undefined }> {
  try {
    await call;
  } catch (error) {
    if (error instanceof S3ServiceException) return { code: error.name, status: error.$metadata.httpStatusCode };
    throw error;
  }
  return { code: 'none', status: 200 };
}

export async function codeOf(response: Response): Promise<string> {
  return /<Code>([^<]+)</.exec(await response.text())?.[1] ?? `none (${response.status})`;
}

export const base64Sha256 = (text: string): string => createHash('sha256').update(text).digest('base64');

const hmac = (key: Buffer | string, data: string): Buffer => createHmac('sha256', key).update(data).digest();

export interface FormOptions {
  bucket: string;
  key: string;
  conditions: unknown[];
  fields?: Record<string, string>;
  expiresAt?: Date;
  signedAt?: Date;
}

/** The fields of a presigned POST, signed as AWS documents it. */
export function formFields({ region, credentials }: Target, options: FormOptions): Record<string, string> {
  const now = options.signedAt ?? new Date();
  const date = now.toISOString().replace(/[-:]|\.\d+/g, '');
  const day = date.slice(0, 8);
  const own = {
    key: options.key,
    'x-amz-algorithm': 'AWS4-HMAC-SHA256',
    'x-amz-credential': `${credentials.accessKeyId}/${day}/${region}/s3/aws4_request`,
    'x-amz-date': date,
    ...options.fields,
  };
  const policy = {
    expiration: (options.expiresAt ?? new Date(now.getTime() + 300_000)).toISOString(),
    conditions: [
      { bucket: options.bucket },
      ...Object.entries(own).map(([name, v]) => ({ [name]: v })),
      ...options.conditions,
    ],
  };
  const encoded = Buffer.from(JSON.stringify(policy)).toString('base64');
  const key = hmac(hmac(hmac(hmac(`AWS4${credentials.secretAccessKey}`, day), region), 's3'), 'aws4_request');
  return { ...own, policy: encoded, 'x-amz-signature': hmac(key, encoded).toString('hex') };
}

export function postForm(
  target: Target,
  bucket: string,
  fields: Record<string, string>,
  body: string,
): Promise<Response> {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  form.set('file', new Blob([body]), 'photo.jpg');
  return fetch(`${target.endpoint}/${bucket}`, { method: 'POST', body: form });
}
