import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaSchema, type Rule } from '#shared/permit/redaction/profile.ts';
import { markedIn, numberedIn, onPage, withArea, withoutArea } from '#web/screens/desk/areas/area-rules.ts';
import { pageTyped } from '#web/screens/desk/areas/page-typed.ts';
import { fileDeletions } from '#web/screens/desk/file-deletions.ts';
import { byKey, drawn, moved, percentText, resized, withSide, type Rect } from '#web/screens/desk/areas/rect.ts';

const share = fc.double({ min: 0, max: 1, noNaN: true });
const far = fc.double({ min: -2, max: 2, noNaN: true });
const spot = fc.record({ x: share, y: share });
const inside = ({ x, y, width, height }: Rect) =>
  areaSchema.safeParse({ x, y, width, height }).success &&
  x + width <= 1.0001 &&
  y + height <= 1.0001 &&
  width > 0 &&
  height > 0;

describe('an area that is placed', () => {
  it('stays within the picture however it is drawn, moved and resized', () => {
    fc.assert(
      fc.property(spot, spot, far, far, (from, to, x, y) => {
        const rect = drawn(from, to);
        expect([rect, moved(rect, { x, y }), resized(rect, { x, y })].every(inside)).toBe(true);
      }),
    );
  });
  it('keeps its size when it is pushed over the edge', () => {
    const rect = { x: 0.7, y: 0.1, width: 0.2, height: 0.3 };
    expect(moved(rect, { x: 0.5, y: -0.5 })).toEqual({ ...rect, x: 0.8, y: 0 });
  });
  it('is moved by arrow keys, resized with Shift, and by no other key', () => {
    const rect = { x: 0.5, y: 0.5, width: 0.2, height: 0.2 };
    expect(byKey(rect, { key: 'ArrowLeft', shiftKey: false })).toEqual({ ...rect, x: 0.49 });
    expect(byKey(rect, { key: 'ArrowDown', shiftKey: true })).toEqual({ ...rect, height: 0.21 });
    expect(byKey(rect, { key: 'Tab', shiftKey: true })).toBeUndefined();
  });
  it('takes percent as people type them', () => {
    const rect = { x: 0.1, y: 0.1, width: 0.2, height: 0.2 };
    expect(withSide(rect, 'width', '12,5')).toEqual({ ...rect, width: 0.125 });
    for (const typed of ['', 'wide', '-1', '101']) expect(withSide(rect, 'width', typed), typed).toBeUndefined();
    expect(percentText(0.125)).toBe('12.5');
    expect(percentText(0.2)).toBe('20');
  });
});

describe('the rules of marked areas', () => {
  const file = '01890000-0000-7000-8000-000000000001';
  const ground = { exemption: { code: 'A', citation: 'Act A' }, reason: 'A face.' };
  const area = (x: number) => ({ x, y: 0, width: 0.1, height: 0.1 });
  const terms: Rule = { id: 'words', kind: 'terms', terms: ['Jane'], ...ground };
  const two: Rule = { id: 'two', kind: 'areas', file, areas: [area(0.1), area(0.2)], ...ground };
  const xs = (rules: readonly Rule[]) => markedIn(rules, file).map((one) => one.area.x);

  it('hold each area with its own exemption, and leave other rules alone', () => {
    const rules = withArea([terms, two], { file, area: area(0.3), ground: { ...ground, reason: 'A plate.' } });
    expect(xs(rules)).toEqual([0.1, 0.2, 0.3]);
    expect(markedIn(rules, file).at(-1)?.rule.reason).toBe('A plate.');
    expect(rules[0]).toEqual(terms);
    expect(markedIn(rules, '01890000-0000-7000-8000-000000000002')).toEqual([]);
  });
  it('lose one area at a time, and go with their last', () => {
    const first = withoutArea([terms, two], { rule: two, at: 0, area: area(0.1) });
    expect(xs(first)).toEqual([0.2]);
    const [left] = markedIn(first, file);
    expect(left && withoutArea(first, left)).toEqual([terms]);
  });
  it('take a changed area in place of what it was', () => {
    const [was] = markedIn([two], file);
    expect(xs(withArea([two], { file, area: area(0.9), ground, was })).toSorted()).toEqual([0.2, 0.9]);
  });
  it('are numbered page by page, and one without a page lies on the first', () => {
    const marked: Rule[] = [3, undefined, 1, 3].map((page, n) => ({
      id: `r${n}`,
      kind: 'areas',
      file,
      areas: [{ ...area(n / 10), ...(page !== undefined && { page }) }],
      ...ground,
    }));
    const numbered = numberedIn(marked, file);
    const told = (of: typeof numbered) => of.map((one) => [one.number, one.rule.id]);
    expect(told(numbered)).toEqual([
      [1, 'r1'],
      [2, 'r2'],
      [3, 'r0'],
      [4, 'r3'],
    ]);
    expect(told(onPage(numbered, 1))).toEqual([
      [1, 'r1'],
      [2, 'r2'],
    ]);
    expect(onPage(numbered, 2)).toEqual([]);
    // A picture has no pages: all areas are on it.
    expect(onPage(numbered, undefined)).toHaveLength(4);
    const previewed = { id: file, fileName: 'plan.pdf', copyName: '', contentType: '', bytes: 1, state: 'ready' };
    expect(fileDeletions([previewed], { rules: marked }, new Map()).map(({ place }) => place)).toEqual([
      'plan.pdf, area 1',
      'plan.pdf, page 1, area 2',
      'plan.pdf, page 3, area 3',
      'plan.pdf, page 3, area 4',
    ]);
    // The copy goes without the whole of a picture that it cannot burn, by the ground of its first area.
    const limits = new Map([[file, 'It moves.']]);
    expect(fileDeletions([previewed], { rules: marked }, limits)).toEqual([
      {
        place: 'plan.pdf',
        kind: 'file',
        amount: 'whole file',
        exemption: ground.exemption,
        reason: 'A face. It moves.',
      },
    ]);
    const fileMetadata = { exemption: { code: 'B', citation: 'Act B' }, reason: 'Hidden.' };
    expect(fileDeletions([previewed], { rules: [], fileMetadata }, limits)).toMatchObject([
      { kind: 'file', exemption: fileMetadata.exemption, reason: 'Hidden. It moves.' },
    ]);
  });
});

describe('a page that is asked for', () => {
  it.each([
    ['3', 3],
    [' 12 ', 12],
    ['1', 1],
  ])('%j is page %i', (typed, page) => expect(pageTyped(typed, 12)).toBe(page));
  it.each(['', '0', '13', '-1', '1.5', 'two', '1e1'])('%j is none', (typed) =>
    expect(pageTyped(typed, 12)).toBeUndefined(),
  );
});
