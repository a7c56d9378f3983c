import { describe, expect, it } from 'vitest';
import { common } from '#functions/lib/passwords/common.ts';
import { passwordFault, wordsIn } from '#functions/lib/passwords/rules.ts';

const words = wordsIn('ada.lovelace@fernwick.example', 'Ada Lovelace', 'City of Fernwick');

describe('a password', () => {
  it.each([
    'rain garden demo',
    'correct horse battery staple',
    'culvert-otter-38-lamp',
    '雨が降る町の静かな川と古い橋',
  ])('may be %s', (password) => {
    expect(passwordFault(password, words)).toBeUndefined();
  });
  it('needs twelve characters and takes 128, and says how many it has', () => {
    expect(passwordFault('short one', words)).toContain('at least 12 characters; this has 9');
    expect(passwordFault('otter lamp '.repeat(12), words)).toContain('at most 128');
    expect(passwordFault(`${'otter lamp 7 '.repeat(9)}otter lamp`, words)).toBeUndefined();
  });
  it.each([
    'qwertyuiop12',
    'Password12345!',
    'P@ssw0rd2026!',
    'passwordpassword',
    '123456789012',
    'aaaaaaaaaaaaaaaa',
    'abcabcabcabcabc',
    'abcdefghijklmn',
    'Sunshine!!!!2026',
  ])('that everybody tries first is refused: %s', (password) => {
    expect(passwordFault(password, words)).toContain('guessers try first');
  });
  it.each(['Stormledger2026', 'Fernwick-2026!', 'ada.lovelace.1', 'lovelace@fernwick'])(
    'that lives on our own words is refused: %s',
    (password) => {
      expect(passwordFault(password, words)).toContain('Leave out the name');
    },
  );
  it('is compared with thousands of known ones', () => {
    expect(common.size).toBeGreaterThan(3000);
  });
});
