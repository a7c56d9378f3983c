import { describe, expect, it } from 'vitest';
import { restrictedIn } from '#shared/permit/restricted-numbers.ts';

describe('numbers that should not be kept', () => {
  it.each([
    ['caller gave 219-09-9999 as proof', 'socialSecurity'],
    ['SSN: 219099999', 'socialSecurity'],
    ['paid with 4111 1111 1111 1111 at the desk', 'paymentCard'],
    ['4111111111111111', 'paymentCard'],
    ['card 378282246310005.', 'paymentCard'],
    ['3782-822463-10005', 'paymentCard'],
    ['Medicare 1EG4-TE5-MK73', 'healthRecord'],
    ['MRN 00481516', 'healthRecord'],
  ])('%s', (text, kind) => expect(restrictedIn(text)).toBe(kind));

  it.each([
    ['a phone number', 'call 270-555-0142 or (270) 555-0142'],
    ['an area that is never issued', '000-12-3456, 666-12-3456 and 912-34-5678'],
    ['a wrong check digit', '4111 1111 1111 1112'],
    ['coordinates', '-84.5038194, 38.0317123456789012'],
    ['a permit number', 'KYR10A123, NPDES GA0012345'],
    ['a parcel number', 'parcel 4512-345-678-9012'],
    ['a date and an amount', '2026-11-25, $4,111,111'],
    ['a SHA-256', '5feceb66ffc86f38d952786c6d696c79c2dbc239dd4e91b46729d73a27fb57e9'],
    ['a hexadecimal digest around a card number', 'ab4111111111111111cd'],
    ['a photo name', 'IMG_4111111111111111.jpg'],
    ['an id', '0198c5a2-4c4b-7c3e-8a4e-4111111111111111'],
  ])('%s is none', (_what, text) => expect(restrictedIn(text)).toBeUndefined());

  it('are looked for in linear time, whatever is sent', () => {
    const hostile = ['4'.repeat(100_000), '4111 '.repeat(20_000), 'ssn '.repeat(25_000), '1EG4'.repeat(25_000)];
    const times = hostile.map((text) => {
      const from = performance.now();
      restrictedIn(text);
      return performance.now() - from;
    });
    expect(Math.max(...times)).toBeLessThan(1000);
  });
});
