import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FeatureSplitter, MAX_FEATURE_BYTES } from '#shared/import/features.ts';

const bytes = (text: string) => Uint8Array.from(Buffer.from(text));

/** Splits a text that arrives in chunks of this size. */
const split = (text: string, size = 7) => {
  const heads: string[] = [];
  const splitter = new FeatureSplitter((head) => heads.push(Buffer.from(head).toString()));
  const all = bytes(text);
  const found = [];
  for (let n = 0; n < all.length; n += size) found.push(...splitter.push(all.slice(n, n + size)));
  splitter.end();
  return { heads, features: found.map((f) => ({ at: f.at, text: f.bytes && Buffer.from(f.bytes).toString() })) };
};
const texts = (text: string, size?: number) => split(text, size).features.map((f) => f.text);
const refusal = (text: string) => {
  try {
    split(text);
    return 'taken';
  } catch (error) {
    return (error as Error).message;
  }
};

const feature = (properties: object) => JSON.stringify({ type: 'Feature', properties, geometry: null });

it('any features come out as they went in, however the bytes are cut', () => {
  const anyFeature = fc.jsonValue({ maxDepth: 4 }).map((value) => feature({ value }));
  fc.assert(
    fc.property(
      fc.array(anyFeature, { minLength: 1, maxLength: 8 }),
      fc.integer({ min: 1, max: 40 }),
      (features, size) => {
        const file = `{"type":"FeatureCollection", "features" : [ ${features.join(' ,\n')} ] , "bbox":[1,2,3,4]}\n`;
        expect(texts(file, size)).toEqual(features);
        expect(texts(features.join('\n'), size)).toEqual(features);
      },
    ),
  );
});

describe('brackets, quotation marks and commas inside texts', () => {
  it.each(['"', '\\', '\\"', '}]', '{"features":[', ',', '\\\\"', '\u2028'])('do not end a feature: %s', (text) => {
    const one = feature({ text, [text]: text });
    expect(texts(`{"features":[${one},${one}]}`, 1)).toEqual([one, one]);
  });
});

it('a list called features that is not at the first level is no list of features', () => {
  const file = `{"name":{"features":[1]},"note":"features","features":[${feature({ features: [1, 2] })}]}`;
  expect(texts(file)).toEqual([feature({ features: [1, 2] })]);
});

it('what stands before the features is handed over whole', () => {
  expect(split('{"type":"FeatureCollection","crs":{"type":"name"},"features":[]}').heads).toEqual([
    '{"type":"FeatureCollection","crs":{"type":"name"},"features":',
  ]);
});

it('a byte order mark, record separators and empty lines are passed over', () => {
  const one = feature({});
  expect(texts(`\uFEFF\u001e${one}\n\n\u001e${one}\r\n`)).toEqual([one, one]);
});

it('a key called __proto__ is only text', () => {
  const one = '{"type":"Feature","properties":{"__proto__":{"admin":true}},"geometry":null}';
  expect(texts(`{"features":[${one}]}`)).toEqual([one]);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

it('depth costs nothing: a hundred thousand brackets are counted, not climbed', () => {
  const one = `{"properties":${'['.repeat(100_000)}${']'.repeat(100_000)}}`;
  expect(texts(`{"features":[${one}]}`, 4096)).toEqual([one]);
});

it('a feature that could never be a record is passed over without being held', () => {
  const large = feature({ text: 'x'.repeat(MAX_FEATURE_BYTES) });
  expect(texts(`{"features":[${large},${feature({})}]}`, 65_536)).toEqual([undefined, feature({})]);
});

it('each feature says at which byte of the file it begins', () => {
  expect(split('{"features":[ {"é":1}, {}]}').features.map((f) => f.at)).toEqual([14, 24]);
});

describe('a file that was cut off', () => {
  const whole = `{"type":"FeatureCollection","features":[${feature({ a: 1 })},${feature({ a: 2 })}]}`;
  it('is refused wherever it was cut', () => {
    for (let n = 1; n < whole.length; n += 1) expect(refusal(whole.slice(0, n))).toContain(`ends at byte ${n},`);
    expect(refusal(whole)).toBe('taken');
  });

  it('is told in which feature, and what to do', () => {
    expect(refusal(whole.slice(0, 70))).toBe(
      'The file ends at byte 70, where the end of feature 1, which begins at byte 40, was expected. It was probably cut off: export it again and upload the new file.',
    );
    expect(refusal(whole.slice(0, -1))).toContain('“}” was expected');
    expect(refusal(whole.slice(0, -2))).toContain('“]” at the end of the features was expected');
  });
});

it.each([
  ['[1,2]', 'At byte 0 of the file, “{” was expected.'],
  ['id,name\n1,2', 'At byte 0 of the file, “{” was expected.'],
  ['{"features":[1]}', 'At byte 13 of the file, a feature was expected.'],
  [`{"features":[{} {}]}`, 'At byte 16 of the file, “,” or “]” was expected after feature 1.'],
  [`{"features":[{}]} x`, 'At byte 18 of the file, “{” was expected after feature 1.'],
])('what is not GeoJSON is refused with its place: %s', (file, sentence) => {
  expect(refusal(file)).toContain(sentence);
});
