import { randomBytes, randomInt, scrypt, timingSafeEqual, type BinaryLike } from 'node:crypto';
import { CognitoProblem } from './problem.ts';
import type { PasswordPolicy } from './plan.ts';

const keyLength = 32;
const derive = (text: BinaryLike, salt: BinaryLike) =>
  new Promise<Buffer>((resolve, reject) => {
    scrypt(text, salt, keyLength, (error, key) => (error ? reject(error) : resolve(key)));
  });

export async function hashSecret(text: string): Promise<string> {
  const salt = randomBytes(16);
  return `${salt.toString('base64')}.${(await derive(text, salt)).toString('base64')}`;
}

/** Without a hash the same work is done and the answer is no, so that nobody costs the same time as somebody. */
export async function matchesSecret(text: string, hash: string | undefined): Promise<boolean> {
  const [salt = '', key = ''] = (hash ?? '').split('.');
  const given = await derive(text, Buffer.from(salt, 'base64'));
  const kept = Buffer.from(key, 'base64');
  return kept.length === keyLength && timingSafeEqual(given, kept);
}

const symbol = /[\^$*.[\]{}()?\-"!@#%&/\\,><':;|_~`+= ]/;

export function checkPolicy(policy: PasswordPolicy, password: string): void {
  const broken = [
    [password.length < policy.minimumLength, 'Password not long enough'],
    [password.length > 256, 'Password too long'],
    [password !== password.trim(), 'Password must not begin or end with a space'],
    [policy.requireUppercase && !/[A-Z]/.test(password), 'Password must have uppercase characters'],
    [policy.requireLowercase && !/[a-z]/.test(password), 'Password must have lowercase characters'],
    [policy.requireNumbers && !/[0-9]/.test(password), 'Password must have numeric characters'],
    [policy.requireSymbols && !symbol.test(password), 'Password must have symbol characters'],
  ] as const;
  const first = broken.find(([fails]) => fails);
  if (first) throw new CognitoProblem('InvalidPasswordException', `Password did not conform with policy: ${first[1]}`);
}

const alphabets = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '!@#%*-_+='];
const one = (letters: string) => letters.charAt(randomInt(letters.length));

/** Every class twice over, then filled: satisfies any policy, and no letter is mistaken for another in a mail. */
export function temporaryPassword(policy: PasswordPolicy): string {
  const letters = [...alphabets, ...alphabets].map(one);
  while (letters.length < Math.max(policy.minimumLength, 14)) letters.push(one(alphabets.join('')));
  for (let last = letters.length - 1; last > 0; last--) {
    const other = randomInt(last + 1);
    [letters[last], letters[other]] = [letters[other] ?? '', letters[last] ?? ''];
  }
  return letters.join('');
}

export const sixDigits = () => randomInt(1_000_000).toString().padStart(6, '0');
