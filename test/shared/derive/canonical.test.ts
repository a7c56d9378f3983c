import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '#shared/derive/canonical.ts';

/** As the first entries were hashed. */
const asBefore = (value: unknown): string | undefined =>
  JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : inner,
  );

describe('the text that hashes are over', () => {
  it('is the same whatever the order of keys, in depth', () => {
    expect(canonical({ b: [{ d: 1, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[{"d":1}]}');
    expect(canonical(undefined)).toBeUndefined();
  });

  it('holds every name, numbers first and `__proto__` too', () => {
    const value: unknown = JSON.parse('{"b":1,"10":2,"9":3,"__proto__":{"z":1,"a":2}}');
    expect(canonical(value)).toBe('{"9":3,"10":2,"__proto__":{"a":2,"z":1},"b":1}');
  });

  it('is what it was for everything that JSON can say', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        expect(canonical(value)).toBe(asBefore(value));
      }),
    );
  });
});
