import type { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe } from 'vitest';
import { corsContract } from './cors.ts';
import { objectContract } from './objects.ts';
import { refusalContract } from './refusals.ts';
import { clientOf, type Target } from './target.ts';
import { uploadContract } from './uploads.ts';

/**
 * What a client sees of S3, for any endpoint that claims to be it. `strict` targets are also held to the refusals an
 * independent emulator may lack (`onlyLocal`) and to CORS.
 */
export function s3Contract(name: string, start: () => Promise<Target>, { strict }: { strict: boolean }): void {
  describe(name, () => {
    let target: Target | undefined;
    let client: S3Client | undefined;
    beforeAll(async () => {
      target = await start();
      client = clientOf(target);
    });
    afterAll(async () => {
      client?.destroy();
      await target?.close();
    });
    const given = (): { client: S3Client; target: Target } => {
      if (!client || !target) throw new Error('The endpoint did not start.');
      return { client, target };
    };
    objectContract(given);
    uploadContract(given);
    if (strict) {
      refusalContract(given);
      corsContract(given);
    }
  });
}
