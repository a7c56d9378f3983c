import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readAnswer } from '#functions/lib/store/quick-query.ts';
import { itemsOfAnswer, OtherwiseWritten } from '#functions/lib/store/wire.ts';
import { awkwardText, wireItem } from '#test/support/wire.ts';

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    awkwardText,
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e20, max: 1e20 }).map((n) => n + 0),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(awkwardText, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const item = fc.dictionary(awkwardText, value, { maxKeys: 6 });

const answer = (items: readonly Record<string, unknown>[]) => ({
  Count: items.length,
  Items: items.map(wireItem),
  LastEvaluatedKey: { pk: { S: 'p"' }, sk: { S: '"Items":[]' } },
});
/** As JSON reads it; the prototype that the reader leaves out is not compared. */
const plain = (items: unknown) => JSON.stringify(items);

describe("a query's answer", () => {
  it('is read as what was stored, whatever the texts, and the place to go on with it', () => {
    fc.assert(
      fc.property(fc.array(item, { maxLength: 4 }), (items) => {
        const { items: read, last } = readAnswer(JSON.stringify(answer(items)));
        expect(plain(read)).toBe(plain(items));
        expect(last).toBe('"Items":[]');
      }),
    );
  });
  it('is read the same when it is written with spaces, as other servers do', () => {
    fc.assert(
      fc.property(fc.array(item, { minLength: 1, maxLength: 4 }), (items) => {
        const spaced = JSON.stringify(answer(items), undefined, 1);
        expect(() => itemsOfAnswer(spaced)).toThrow(OtherwiseWritten);
        expect(plain(readAnswer(spaced).items)).toBe(plain(items));
      }),
    );
  });
  it('may be empty, and may be the last', () => {
    expect(readAnswer('{"Count":0,"Items":[]}')).toEqual({ items: [], last: undefined });
    const key = { changesPk: { S: 'p' }, changesSk: { S: 's' }, pk: { S: 'k' }, sk: { S: 'v000001' } };
    const cut = { Items: [], LastEvaluatedKey: key };
    expect(readAnswer(JSON.stringify(cut))).toEqual({ items: [], last: 'v000001', lastKey: key });
  });
  it('with a kind of value that is not kept here is refused and not misread', () => {
    expect(() => readAnswer('{"Items":[{"a":{"SS":["b"]}}]}')).toThrow('another kind: SS');
  });
  it('that is no JSON is not quoted: what is said of it may end up in a log', () => {
    expect(() => readAnswer('{"Items":[],"name":Rosa Mustermann}')).toThrow(/^An answer of DynamoDB is no JSON\.$/);
  });
  it('that was cut off is refused', () => {
    const whole = JSON.stringify(answer([{ id: 'one', text: 'a "quoted" word' }]));
    for (let end = 1; end < whole.length; end += 1) expect(() => readAnswer(whole.slice(0, end))).toThrow();
  });
});
