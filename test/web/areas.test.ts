import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { areaSchema, type Rule } from '#shared/permit/redaction/profile.ts';
import { markedIn, withArea, withoutArea } from '#web/screens/desk/areas/area-rules.ts';
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
});
