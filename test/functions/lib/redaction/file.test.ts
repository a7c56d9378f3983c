import { PDFiumLibrary } from '@hyzyla/pdfium';
import { decode as decodePng } from 'fast-png';
import jpeg from 'jpeg-js';
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { redactFile } from '#functions/lib/redaction/file.ts';
import { Search } from '#functions/lib/redaction/search.ts';
import { aPdf, aPhoto, aPng, aWebp, HIDDEN } from '#test/support/files-with-secrets.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';

const id = '0199b000-0000-7000-8000-000000000007';
const file = (contentType: string, bytes: Uint8Array) => ({ id, contentType, bytes });
const sha = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

const search = new Search([HIDDEN, 'Jo Sample']);
const holdsSecret = (bytes: Uint8Array) =>
  search.inStream(
    (function* () {
      yield bytes;
    })() as unknown as AsyncIterable<Uint8Array>,
    false,
  );

const grey = ({ width, data }: { width: number; data: Uint8Array }, x: number, y: number, channels = 4) =>
  data[(y * width + x) * channels] ?? -1;
const decodeJpeg = (bytes: Uint8Array | undefined) => jpeg.decode(bytes ?? Buffer.alloc(0), { useTArray: true });

const kinds = [
  ['JPEG', 'image/jpeg', aPhoto()],
  ['PNG', 'image/png', aPng()],
  ['WebP picture', 'image/webp', await aWebp()],
  ['PDF', 'application/pdf', aPdf()],
] as const;

describe.each(kinds)('a redacted %s', (_name, contentType, original) => {
  it('loses everything that stands beside what is seen, and the original keeps every byte', async () => {
    const before = sha(original);
    expect(await holdsSecret(original)).toBe(true);
    const { bytes, deletions } = await redactFile(aProfile(), file(contentType, original));
    if (bytes === undefined) throw new Error('withheld');
    expect(await holdsSecret(bytes)).toBe(false);
    expect(sha(original)).toBe(before);
    expect(deletions.map(({ kind }) => kind)).toEqual(['hidden']);
  });

  it('is withheld by a rule for files, with a slip that says how much, why and by which exemption', async () => {
    const { bytes, slip, deletions } = await redactFile(
      aProfile(aRule({ kind: 'files', contentTypes: [contentType] })),
      file(contentType, original),
    );
    expect(bytes).toBeUndefined();
    expect(slip).toMatch(/^\[REDACTED whole file, (picture|PDF document, 1 pages); X-1\]/);
    expect(slip).toContain('Example Code 1.2(a)');
    expect(deletions).toMatchObject([{ kind: 'file', reason: 'Privacy of a person who is not an official.' }]);
  });

  it('is withheld when it cannot be read', async () => {
    const broken = Buffer.concat([original.subarray(0, 60), Buffer.alloc(10)]);
    const { bytes, slip } = await redactFile(aProfile(), file(contentType, broken));
    expect(bytes).toBeUndefined();
    expect(slip).toContain('X-1');
  });
});

describe('a marked area', () => {
  const areas = [{ x: 0, y: 0, width: 0.5, height: 0.25 }];
  const marked = aProfile(aRule({ kind: 'areas', file: id, areas }));

  it('is black in the pixels of a JPEG, and the rest is as it was', async () => {
    const { bytes, deletions } = await redactFile(marked, file('image/jpeg', aPhoto()));
    const picture = decodeJpeg(bytes);
    expect(grey(picture, 4, 4)).toBeLessThan(20);
    expect(grey(picture, 60, 40)).toBeGreaterThan(235);
    expect(deletions).toContainEqual(
      expect.objectContaining({ kind: 'area', place: 'Picture, area 1 of 1', amount: 'about 13 % of the picture' }),
    );
  });

  it('lies where it was marked on a photo that the camera took on its side', async () => {
    const { bytes } = await redactFile(marked, file('image/jpeg', aPhoto({ orientation: 6 })));
    const picture = decodeJpeg(bytes);
    expect([picture.width, picture.height]).toEqual([48, 64]);
    expect(grey(picture, 4, 4)).toBeLessThan(20);
    expect(grey(picture, 44, 4)).toBeGreaterThan(235);
    expect(grey(picture, 4, 40)).toBeGreaterThan(235);
  });

  it('is black in the pixels of a PNG', async () => {
    const { bytes } = await redactFile(marked, file('image/png', aPng()));
    const picture = decodePng(bytes ?? Buffer.alloc(0));
    expect(grey(picture as never, 2, 2, picture.channels)).toBe(0);
    expect(grey(picture as never, 30, 30, picture.channels)).toBe(255);
  });

  it('withholds a picture that cannot be coded anew', async () => {
    expect((await redactFile(marked, file('image/heic', Buffer.from('....ftypheic')))).slip).toContain('withheld');
  });

  it('is black on its page of a PDF, which has no text left', async () => {
    const pages = [{ ...areas[0], page: 1, x: 0, y: 0.3, width: 1, height: 0.4 }].map((area) => ({ ...area }));
    const { bytes } = await redactFile(
      aProfile(aRule({ kind: 'areas', file: id, areas: pages })),
      file('application/pdf', aPdf()),
    );
    if (bytes === undefined) throw new Error('withheld');
    const library = await PDFiumLibrary.init();
    const document = await library.loadDocument(bytes);
    expect(document.getPageCount()).toBe(1);
    expect(document.getPage(0).getText()).toBe('');
    const page = await document.getPage(0).render({ scale: 1, render: 'bitmap' });
    expect([page.width, page.height]).toEqual([400, 200]);
    expect(grey(page, 200, 100)).toBeLessThan(20);
    expect(grey(page, 200, 190)).toBeGreaterThan(235);
    document.destroy();
    library.destroy();
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/\/(Info|Metadata|Font|Annots|ID)\b/);
  });

  it('on a page that is not there withholds the PDF', async () => {
    const profile = aProfile(aRule({ kind: 'areas', file: id, areas: [{ page: 9, x: 0, y: 0, width: 1, height: 1 }] }));
    expect((await redactFile(profile, file('application/pdf', aPdf()))).bytes).toBeUndefined();
  });
});

describe('an unmarked photo', () => {
  it('keeps its pixels exactly, and how it is to be turned', async () => {
    const original = aPhoto({ orientation: 6 });
    const { bytes } = await redactFile(aProfile(), file('image/jpeg', original));
    expect(decodeJpeg(bytes).data).toEqual(decodeJpeg(original).data);
    const again = await redactFile(aProfile(), file('image/jpeg', bytes ?? Buffer.alloc(0)));
    expect(again.bytes).toEqual(bytes);
  });

  it('of the HEIC kind, which cannot be read here, is withheld', async () => {
    expect((await redactFile(aProfile(), file('image/heic', Buffer.from('....ftypheic')))).bytes).toBeUndefined();
  });
});
