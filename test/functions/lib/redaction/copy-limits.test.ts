import { describe, expect, it } from 'vitest';
import { copyLimitsOf } from '#functions/lib/redaction/copy-limits.ts';
import { redactFile } from '#functions/lib/redaction/file.ts';
import { MAX_MEGAPIXELS } from '#functions/lib/redaction/size-limit.ts';
import { aPhoto, aPlainWebp, aPng } from '#test/support/files-with-secrets.ts';
import { extendedWebp, pngChunk, pngOf, tiffTurned } from '#test/support/pictures.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';

const plain = await aPlainWebp();
const id = '0199b000-0000-7000-8000-000000000007';
const marked = aProfile(aRule({ kind: 'areas', file: id, areas: [{ x: 0, y: 0, width: 0.5, height: 0.5 }] }));
const side = Math.ceil(Math.sqrt(MAX_MEGAPIXELS * 1_000_000)) + 8;
const large = { width: side, height: side, depth: 8, row: Buffer.alloc(0) } as const;
const small = { width: 4, height: 3, depth: 8, colour: 'grey', row: Buffer.alloc(4) } as const;

/** A JPEG whose frame says that it is large. */
const largeJpeg = (): Buffer => {
  const jpeg = Buffer.from(aPhoto());
  const frame = jpeg.indexOf(Buffer.from([0xff, 0xc0, 0]));
  jpeg.writeUInt16BE(side, frame + 5);
  jpeg.writeUInt16BE(side, frame + 7);
  return jpeg;
};

const kinds: [string, string, Uint8Array, 'goes out' | 'not when marked' | 'never'][] = [
  ['a photo', 'image/jpeg', aPhoto(), 'goes out'],
  ['a photo on its side', 'image/jpeg', aPhoto({ orientation: 6 }), 'goes out'],
  ['a photo with too many pixels', 'image/jpeg', largeJpeg(), 'not when marked'],
  ['no photo', 'image/jpeg', Buffer.from([0xff, 0xd8, 0xff, 0xe0, 1]), 'never'],
  ['a PNG', 'image/png', aPng(), 'goes out'],
  ['a PNG that is to be turned', 'image/png', pngOf({ ...small, chunks: [pngChunk('eXIf', tiffTurned(6))] }), 'not when marked'], // prettier-ignore
  ['a PNG with too many pixels', 'image/png', pngOf({ ...large, colour: 'colour' }), 'not when marked'],
  ['one that may be see-through', 'image/png', pngOf({ ...large, colour: 'colourAlpha' }), 'never'],
  ['a WebP picture', 'image/webp', plain, 'goes out'],
  ['a WebP picture that is to be turned', 'image/webp', extendedWebp(plain, { width: 32, height: 32 }, { EXIF: tiffTurned(8) }), 'not when marked'], // prettier-ignore
  ['one that moves', 'image/webp', extendedWebp(plain, { width: 32, height: 32 }, { ANIM: Buffer.alloc(6) }), 'never'], // prettier-ignore
  ['a HEIC photo', 'image/heic', Buffer.from('....ftypheic'), 'never'],
];

describe('what is told of a picture beforehand', () => {
  it.each(kinds)('is what the copy does: %s', async (_what, contentType, bytes, fate) => {
    const told = copyLimitsOf(contentType, bytes);
    expect([told.unmarked !== undefined, told.marked !== undefined]).toEqual([fate === 'never', fate !== 'goes out']);
    const file = { id, contentType, bytes };
    for (const [profile, why] of [
      [aProfile(), told.unmarked],
      [marked, told.marked],
    ] as const) {
      // prettier-ignore
      const { slip } = await redactFile(profile, file);
      if (why === undefined) expect(slip).toBeUndefined();
      else expect(slip).toContain(why);
    }
  });
});
