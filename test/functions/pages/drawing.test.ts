import jpeg from 'jpeg-js';
import { describe, expect, it } from 'vitest';
import { redactFile } from '#functions/lib/redaction/file.ts';
import { MAX_PAGES } from '#functions/lib/redaction/pdf-page.ts';
import { drawPage } from '#functions/pages/drawing.ts';
import type { Area } from '#shared/permit/redaction/profile.ts';
import { pdfOf } from '#test/support/pdf.ts';
import { aProfile, aRule } from '#test/support/redaction.ts';
import { pdfOfSquares, type SquarePage } from '#test/support/turned-pdf.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

/** What is on the screen of whoever marks. */
const shown = async (pdf: Uint8Array, number: number): Promise<Picture> => {
  const page = await drawPage(pdf, number);
  const picture = jpeg.decode(Buffer.from(page.jpeg, 'base64'), { useTArray: true });
  expect([picture.width, picture.height]).toEqual([page.width, page.height]);
  return picture;
};

type Colour = (red: number, green: number, blue: number) => boolean;
const blue: Colour = (red, _green, b) => b > 200 && red < 60;
const black: Colour = (red, green, b) => red + green + b < 60;

/** How many pixels in a hundred are of a colour. */
const percent = ({ data }: Picture, is: Colour): number => {
  let found = 0;
  for (let n = 0; n < data.length; n += 4) if (is(data[n] ?? 0, data[n + 1] ?? 0, data[n + 2] ?? 0)) found += 1;
  return (found / (data.length / 4)) * 100;
};

/** The smallest rectangle around all pixels of a colour, in shares of the picture, and a little more. */
const around = ({ width, height, data }: Picture, is: Colour): Area => {
  const xs: number[] = [];
  const ys: number[] = [];
  for (let n = 0; n < data.length; n += 4)
    if (is(data[n] ?? 0, data[n + 1] ?? 0, data[n + 2] ?? 0)) {
      xs.push((n / 4) % width);
      ys.push(Math.floor(n / 4 / width));
    }
  const least = (all: number[]) => all.reduce((a, b) => Math.min(a, b)) - 3;
  const most = (all: number[]) => all.reduce((a, b) => Math.max(a, b)) + 4;
  const [left, top] = [least(xs), least(ys)];
  return {
    x: left / width,
    y: top / height,
    width: (most(xs) - left) / width,
    height: (most(ys) - top) / height,
  };
};

const file = '0199b000-0000-7000-8000-000000000007';
const burned = async (pdf: Uint8Array, areas: readonly Area[]) => {
  const profile = aProfile(aRule({ kind: 'areas', file, areas: [...areas] }));
  const { bytes, slip } = await redactFile(profile, { id: file, contentType: 'application/pdf', bytes: pdf });
  if (bytes === undefined) throw new Error(slip);
  return bytes;
};

const sheet = [0, 0, 200, 260] as const;
const square = [20, 27, 33, 17] as const;
const pages: readonly (readonly [string, SquarePage, wide: boolean])[] = [
  ['as it is', { mediaBox: sheet, square }, false],
  ['turned by 90 degrees', { mediaBox: sheet, rotate: 90, square }, true],
  ['turned by 180 degrees', { mediaBox: sheet, rotate: 180, square }, false],
  ['turned by 270 degrees', { mediaBox: sheet, rotate: 270, square }, true],
  ['cropped', { mediaBox: sheet, cropBox: [13, 20, 113, 153], square }, false],
  ['cropped and turned', { mediaBox: sheet, cropBox: [13, 20, 113, 153], rotate: 90, square }, true],
  ['with its origin elsewhere', { mediaBox: [-33, -17, 167, 250], square: [-20, 0, 33, 17] }, false],
];

describe.each(pages)('a page %s', (_what, page, wide) => {
  it('is drawn as it is meant to be seen, and what is marked on it is black at that place in the copy', async () => {
    const pdf = pdfOfSquares([{ mediaBox: sheet, square: [0, 0, 1, 1] }, page]);
    const before = await shown(pdf, 2);
    expect(before.width > before.height).toBe(wide);
    const area = { ...around(before, blue), page: 2 };
    const copy = await burned(pdf, [area]);
    const after = await shown(copy, 2);
    expect([after.width / after.height, percent(before, blue) > 0.5]).toEqual([
      expect.closeTo(before.width / before.height, 1) as number,
      true,
    ]);
    expect(percent(after, blue)).toBe(0);
    expect(percent(after, black)).toBeCloseTo(area.width * area.height * 100, 0);
    // Beside the area all is as it was.
    expect(percent(after, (r, g, b) => r + g + b > 600)).toBeGreaterThan(100 - area.width * area.height * 100 - 1);
  });
});

it('a square that is not marked stays blue, so the test above can fail', async () => {
  const pdf = pdfOfSquares([{ mediaBox: sheet, rotate: 90, square }]);
  const elsewhere = await burned(pdf, [{ page: 1, x: 0.9, y: 0.9, width: 0.05, height: 0.05 }]);
  expect(percent(await shown(elsewhere, 1), blue)).toBeGreaterThan(0.5);
});

it('an area is black on its own page and on no other', async () => {
  const page: SquarePage = { mediaBox: sheet, square };
  const copy = await burned(pdfOfSquares([page, page]), [{ page: 2, x: 0.5, y: 0.1, width: 0.3, height: 0.3 }]);
  expect(percent(await shown(copy, 1), black)).toBe(0);
  expect(percent(await shown(copy, 2), black)).toBeCloseTo(9, 0);
});

describe('a page is not drawn', () => {
  it('that is not there, and how many there are is told', async () => {
    await expect(drawPage(pdfOf(['one', 'two']), 3)).rejects.toMatchObject({
      code: 'not-found',
      message: 'This PDF has 2 pages.',
    });
  });
  it.each([
    ['of a PDF that cannot be read', Buffer.from('%PDF-1.7 and no more'), 'damaged or locked'],
    ['of a PDF with too many pages for a copy', pdfOf(Array<string>(MAX_PAGES + 1).fill('x')), 'more than 400 pages'],
  ])('%s, and it is told that the copy goes without it', async (_what, pdf, why) => {
    await expect(drawPage(pdf, 1)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(`${why}.*a copy goes out without the file`) as string,
    });
  });
});

it('a large plan is drawn with fewer dots, in its own shape', async () => {
  const page = await drawPage(pdfOfSquares([{ mediaBox: [0, 0, 3000, 2000], square }]), 1);
  expect(page.width * page.height).toBeLessThan(2_300_000);
  expect(page.width / page.height).toBeCloseTo(1.5, 2);
});
