import { GetObjectCommand, ListObjectVersionsCommand, type S3Client } from '@aws-sdk/client-s3';
import { createPublicKey } from 'node:crypto';
import * as z from 'zod';
import { digester } from '#functions/digest/digester.ts';
import { readFile, type DigestFile } from '#functions/lib/archive/digest.ts';
import { readLine } from '#functions/lib/archive/line.ts';
import type { Signer } from '#functions/lib/aws/signer.ts';
import { allTenants } from '#functions/lib/store/index.ts';
import { createKms } from '#infra/local/kms/index.ts';
import { aTrail } from '#test/functions/audit/a-trail.ts';
import { serveS3 } from '#test/infra/local/s3/serve.ts';

export const arn = 'arn:aws:kms:us-east-1:000000000000:key/signer';
const signed = z.object({ Signature: z.string() });
const known = z.object({ PublicKey: z.string() });

/** The local KMS without the way there. */
export const aSigner = (): Signer => {
  const kms = createKms({ keys: [{ id: 'signer', arn }] });
  return {
    arn,
    sign: (text) => {
      const Message = Buffer.from(text).toString('base64');
      const { body } = kms.handle('Sign', { KeyId: arn, Message, SigningAlgorithm: 'ECDSA_SHA_256' });
      return Promise.resolve(signed.parse(body).Signature);
    },
    publicKey: () => {
      const { PublicKey } = known.parse(kms.handle('GetPublicKey', { KeyId: arn }).body);
      return Promise.resolve(createPublicKey({ key: Buffer.from(PublicKey, 'base64'), format: 'der', type: 'spki' }));
    },
  };
};

export const lock = { mode: 'COMPLIANCE', days: 10 } as const;

/** A trail whose entries arrive when the test says, and an archive to put them into. */
export const anArchive = async () => {
  let at = '';
  let offset = 0;
  const trail = await aTrail(() => at);
  const plan = { versioned: true, cors: [], eventBridge: false, lock: {} };
  // A bucket for each test: nothing that is locked can be cleared away.
  const buckets = Array.from({ length: 120 }, (_, n) => ({ ...plan, name: `archive-${n}` }));
  const served = await serveS3({ buckets, now: () => new Date(Date.now() + offset) });
  const arriveAt = (moment: string) => {
    at = moment;
    offset = Date.parse(moment) - Date.now();
    served.client.config.systemClockOffset = offset;
  };
  const signer = aSigner();
  let used = -2;
  const bucket = () => `archive-${used}`;
  const table = { name: 'Records', document: trail.document };
  const run = (tenantId: string, now: string, s3: S3Client = served.client) =>
    digester({ archive: { s3, bucket: bucket() }, lock, signer, arrivals: allTenants(table).auditArrivals })(
      tenantId,
      now,
    );

  const versions = async () =>
    (await served.client.send(new ListObjectVersionsCommand({ Bucket: bucket() }))).Versions ?? [];
  const text = async (key: string): Promise<string> => {
    const { Body } = await served.client.send(new GetObjectCommand({ Bucket: bucket(), Key: key }));
    return (await Body?.transformToString()) ?? '';
  };
  const keys = async (part: 'digest' | 'entries') =>
    (await versions()).flatMap(({ Key = '' }) => (Key.includes(`/${part}/`) ? [Key] : []));
  const digests = async (): Promise<DigestFile[]> => {
    const texts = await Promise.all((await keys('digest')).map(text));
    return texts.flatMap((one) => readFile(one) ?? []);
  };
  const entries = async () => {
    const texts = await Promise.all((await keys('entries')).map(text));
    return texts.flatMap((one) => one.trimEnd().split('\n').map(readLine));
  };
  const close = async () => {
    await served.close();
    await trail.close();
  };
  return {
    ...{ trail, table, served, signer, run, versions, text, keys, digests, entries, close, bucket },
    /** It is this moment from now on, for what arrives and for the archive. */
    arriveAt,
    offset: () => offset,
    /** Goes on in another bucket, which is empty. */
    nextBucket: () => {
      used += 1;
    },
    clear: async () => {
      // The one after it is for a copy.
      used += 2;
      arriveAt('2026-11-25T12:10:00.000Z');
      await trail.clear();
    },
  };
};
export type AnArchive = Awaited<ReturnType<typeof anArchive>>;
