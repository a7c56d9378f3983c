import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import { describe, expect, it } from 'vitest';
import { presigningClientOf, type Target } from './target.ts';

export function corsContract(given: () => { client: S3Client; target: Target }): void {
  const preflight = (origin: string): Promise<Response> => {
    const { endpoint, plain } = given().target;
    const asked = {
      'access-control-request-method': 'PUT',
      'access-control-request-headers': 'content-type,x-amz-meta-a',
    };
    return fetch(`${endpoint}/${plain}/cors/object`, { method: 'OPTIONS', headers: { origin, ...asked } });
  };
  const put = async (origin: string): Promise<Response> => {
    const command = new PutObjectCommand({ Bucket: given().target.plain, Key: 'cors/object' });
    const url = await getSignedUrl(presigningClientOf(given().target), command);
    return fetch(url, { method: 'PUT', body: 'x', headers: { origin } });
  };

  describe('pages of other origins', () => {
    it('may upload when their origin has a rule', async () => {
      const allowed = await preflight('https://app.example');
      expect(allowed.status).toBe(200);
      expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example');
      expect(allowed.headers.get('access-control-allow-headers')).toBe('content-type, x-amz-meta-a');
      const answer = await put('https://app.example');
      expect(answer.headers.get('access-control-allow-origin')).toBe('https://app.example');
      expect(answer.headers.get('access-control-expose-headers')).toBe('etag');
    });

    it('get no leave when it has none', async () => {
      const refused = await preflight('https://other.example');
      expect(refused.status).toBe(403);
      expect(refused.headers.has('access-control-allow-origin')).toBe(false);
      expect((await put('https://other.example')).headers.has('access-control-allow-origin')).toBe(false);
    });
  });
}
