import { createHash } from 'node:crypto';
import { v7 } from 'uuid';
import type { TestStack } from './stack.ts';
import type { Visitor } from './visitor.ts';

/** What a JPEG is taken for: its first bytes, and then anything. */
export const photoOf = (content: string): Buffer<ArrayBuffer> =>
  Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from(content)]);

export interface PhotoOf {
  readonly onType: string;
  readonly onId: string;
  readonly fileName?: string;
  /** What follows the first bytes of a JPEG; or all bytes of a file, with its type. */
  readonly content: string | Buffer<ArrayBuffer>;
  readonly contentType?: string;
}

/** Adds a photo to a record and waits until it was checked. */
export const addPhoto = async (stack: TestStack, by: Visitor, { content, ...on }: PhotoOf): Promise<string> => {
  const bytes = typeof content === 'string' ? photoOf(content) : content;
  const id = v7();
  const { status, body } = await by.post('/api/v1/attachments', {
    id,
    values: {
      fileName: 'photo.jpg',
      contentType: 'image/jpeg',
      ...on,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
    },
  });
  if (status !== 201) throw new Error(`The photo was answered ${status}: ${JSON.stringify(body)}`);
  const sent = await fetch(body.upload.url, { method: 'PUT', headers: body.upload.headers, body: bytes });
  if (sent.status !== 200) throw new Error(`The upload was answered ${sent.status}: ${await sent.text()}`);
  await stack.idle();
  const checked = await by.get(`/api/v1/attachments/${id}`);
  if (checked.body.values.state !== 'ready') throw new Error(`The photo is ${JSON.stringify(checked.body.values)}.`);
  return id;
};
